import { IsOpen, type FormField } from "../../state/abilities";
import type { WireTicket } from "../../api/wire";
import { useDirectory } from "../desk/directory";
import { LocalNow } from "../desk/told_form";
import { useSpeech } from "../language";

interface FieldProps {
  field: FormField;
  value: string;
  wrong: "missing" | "long" | null;
  others: readonly WireTicket[];
  onChange: (text: string) => void;
}

function BranchField({ value, onChange, id }: FieldProps & { id: string }) {
  const { say } = useSpeech();
  const { branches, branchName } = useDirectory();
  return (
    <select
      id={id}
      className="select"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{say("field.branch_id.none")}</option>
      {branches.map((branch) => (
        <option key={branch.branch_id} value={branch.branch_id}>
          {branchName(branch.branch_id)}
        </option>
      ))}
    </select>
  );
}

function TicketField({ value, others, onChange, id }: FieldProps & { id: string }) {
  const { say } = useSpeech();
  const open = others.filter(IsOpen);
  return (
    <select
      id={id}
      className="select"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{say(open.length > 0 ? "field.ticket.choose" : "field.ticket.none")}</option>
      {open.map((one) => (
        <option key={one.ticket_id} value={one.ticket_id}>
          {`${one.number} ${one.subject}`}
        </option>
      ))}
    </select>
  );
}

function VerdictField({ value, onChange }: FieldProps) {
  const { say } = useSpeech();
  return (
    <span className="segments">
      {["true", "false"].map((verdict) => (
        <button
          key={verdict}
          type="button"
          className="segment"
          aria-pressed={value === verdict}
          onClick={() => onChange(verdict)}
        >
          {say(verdict === "true" ? "field.justified.yes" : "field.justified.no")}
        </button>
      ))}
    </span>
  );
}

function ToldField({ value, onChange }: FieldProps) {
  const { say } = useSpeech();
  return (
    <span className="told">
      <label className="told-check">
        <input
          type="checkbox"
          checked={value !== ""}
          onChange={(event) => onChange(event.target.checked ? LocalNow() : "")}
        />
        {say("field.told_time")}
      </label>
      {value !== "" && (
        <input
          className="input"
          type="datetime-local"
          step="1"
          aria-label={say("field.told_time.when")}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </span>
  );
}

function Input(props: FieldProps & { id: string }) {
  const { field, value, onChange, id, wrong } = props;
  if (field.kind === "branch") return <BranchField {...props} />;
  if (field.kind === "ticket") return <TicketField {...props} />;
  if (field.kind === "verdict") return <VerdictField {...props} />;
  const common = {
    id,
    className: "input",
    value,
    "aria-invalid": wrong !== null,
    "aria-describedby": `${id}-fault`,
  };
  if (field.kind === "words") {
    return <textarea {...common} rows={4} onChange={(event) => onChange(event.target.value)} />;
  }
  return <input {...common} onChange={(event) => onChange(event.target.value)} />;
}

/** One field of a form, its label, and what is wrong with it. */
export function Field(props: FieldProps) {
  const { say } = useSpeech();
  const { field, wrong } = props;
  const id = `field-${field.name}`;
  if (field.kind === "told") return <ToldField {...props} />;
  return (
    <div className="form-field" data-field={field.name}>
      <label htmlFor={field.kind === "verdict" ? undefined : id}>
        {say(`field.${field.name}` as never)}
      </label>
      <Input {...props} id={id} />
      <p id={`${id}-fault`} className="form-fault" role="alert">
        {wrong === null ? "" : say(`field.fault.${wrong}`)}
      </p>
    </div>
  );
}
