import { useState, type KeyboardEvent, type RefObject } from "react";
import type { WireCustomer } from "../../api/wire";
import { AsNewCustomer, WithCustomer } from "../../state/taking";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";
import type { TakingData } from "./use_taking";
import { useSearch } from "./use_search";

interface CallerProps {
  data: TakingData;
  searchRef: RefObject<HTMLInputElement | null>;
}

function Contact({ customer }: { customer: WireCustomer }) {
  const { say } = useSpeech();
  const contact = [customer.phone, customer.email].filter((one) => one !== "").join(" · ");
  return (
    <>
      <span className="caller-name">{customer.name || say("taking.unnamed")}</span>
      <span className="caller-contact">{contact}</span>
    </>
  );
}

function Known({ customer, onOther }: { customer: WireCustomer; onOther: () => void }) {
  const { say } = useSpeech();
  return (
    <div className="caller-known" data-customer={customer.customer_id}>
      <p>
        <Contact customer={customer} />
      </p>
      <button type="button" className="button" onClick={onOther}>
        {say("taking.other")}
      </button>
    </div>
  );
}

function Described({ data }: { data: TakingData }) {
  const { say } = useSpeech();
  const { taking, change } = data;
  return (
    <div className="caller-described">
      {(["name", "phone"] as const).map((field) => (
        <label key={field} className="form-field">
          <span>{say(`taking.${field}`)}</span>
          <input
            className="input"
            name={field}
            type={field === "phone" ? "tel" : "text"}
            autoComplete="off"
            value={taking[field]}
            onChange={(event) => change((before) => ({ ...before, [field]: event.target.value }))}
          />
        </label>
      ))}
    </div>
  );
}

/** Who is on the phone: found by number or name as it is typed, or described anew. */
export function Caller({ data, searchRef }: CallerProps) {
  const { say } = useSpeech();
  const { taking, change } = data;
  const search = useSearch(taking.customer === null ? taking.query : "");
  const [at, setAt] = useState(0);
  const found = search.found ?? [];
  const Choose = (customer: WireCustomer): void => {
    change((before) => WithCustomer(before, customer));
    setAt(0);
  };
  const Pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setAt(Math.min(found.length - 1, Math.max(0, at + by)));
    const chosen = found[at];
    if (event.key === "Enter" && chosen !== undefined) Choose(chosen);
    else if (event.key === "Enter") change(AsNewCustomer);
    if (by !== 0 || event.key === "Enter") event.preventDefault();
  };
  if (taking.customer !== null) {
    const Other = (): void => change((before) => WithCustomer(before, null));
    return <Known customer={taking.customer} onOther={Other} />;
  }
  return (
    <div className="caller">
      <label className="form-field">
        <span>{say("taking.search")}</span>
        <input
          ref={searchRef}
          className="input"
          name="query"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="caller-found"
          aria-activedescendant={found.length > 0 ? `caller-${at}` : undefined}
          autoComplete="off"
          value={taking.query}
          onChange={(event) => {
            const query = event.target.value;
            setAt(0);
            change((before) => ({ ...before, query }));
          }}
          onKeyDown={Pressed}
        />
      </label>
      <ul
        id="caller-found"
        role="listbox"
        aria-label={say("taking.found")}
        className="caller-found"
      >
        {found.map((customer, index) => (
          <li
            key={customer.customer_id}
            id={`caller-${index}`}
            role="option"
            aria-selected={index === at}
            className="caller-option"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => Choose(customer)}
          >
            <Contact customer={customer} />
          </li>
        ))}
      </ul>
      <p className="caller-hint" role="status">
        {search.error !== null && FaultText(search.error, say)}
        {search.found !== null && found.length === 0 && say("taking.nobody")}
        {search.found === null && search.error === null && say("taking.search.hint")}
      </p>
      <Described data={data} />
    </div>
  );
}
