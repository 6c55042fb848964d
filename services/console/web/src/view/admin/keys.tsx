import { useState, type FormEvent } from "react";
import { CreateKey, GetKeys, GetPolicy, RevokeKey, type WireKey } from "../../api/admin";
import { ReadDocument, type Organization } from "../../state/administration";
import { FormatMoment } from "../../text/format";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";
import { Confirm, kRoles, Once, ScopeField, Shown, useScopeName } from "./parts";
import { useAsked } from "./use_asked";

const kKeyRoles = ["ingest", ...kRoles] as const;
const AskOrganization = (): Promise<Organization | null> =>
  GetPolicy("organization").then((policy) => ReadDocument<Organization>(policy.document));

interface Made {
  name: string;
  key: string;
}

function NewKey({ organization, onMade }: {
  organization: Organization | null;
  onMade: (made: Made) => void;
}) {
  const { say } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const Submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = Object.fromEntries(new FormData(form));
    setBusy(true);
    setError(null);
    CreateKey(fields)
      .then(({ key }) => (form.reset(), onMade({ name: String(fields["name"]), key })), setError)
      .finally(() => setBusy(false));
  };
  return (
    <form className="panel admin-form" onSubmit={Submit} aria-label={say("keys.new")}>
      <h2>{say("keys.new")}</h2>
      <label className="form-field">
        <span>{say("keys.name")}</span>
        <input className="input" name="name" maxLength={80} required autoComplete="off" />
      </label>
      <label className="form-field">
        <span>{say("users.role")}</span>
        <select className="select" name="role" defaultValue="ingest">
          {kKeyRoles.map((role) => (
            <option key={role} value={role}>
              {say(`role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      <ScopeField organization={organization} />
      <p className="form-fault" role="alert">
        {error === null ? "" : FaultText(error, say)}
      </p>
      <button type="submit" className="button button-go" disabled={busy}>
        {say("keys.create")}
      </button>
    </form>
  );
}

interface RowProps {
  wire: WireKey;
  place: string;
  onChanged: () => void;
}

function Row({ wire, place, onChanged }: RowProps) {
  const { say, language } = useSpeech();
  const [asking, setAsking] = useState(false);
  const revoked = wire.revoked_time;
  const name = wire.name === "" ? wire.key_id : wire.name;
  return (
    <li className="admin-row" data-key={wire.key_id}>
      <div className="admin-row-main">
        <strong>{name}</strong>
        {revoked !== undefined && (
          <span className="chip chip-user-disabled">
            {say("keys.revoked", { time: FormatMoment(Date.parse(revoked), language) })}
          </span>
        )}
      </div>
      <span>{wire.role === "" ? "" : say(`role.${wire.role}` as "role.agent")}</span>
      <span className="admin-muted">{wire.role === "" ? "" : place}</span>
      {revoked === undefined && (
        <div className="admin-actions">
          <button
            type="button"
            className="button button-small"
            aria-label={say("keys.revoke.of", { name })}
            onClick={() => setAsking(true)}
          >
            {say("keys.revoke")}
          </button>
        </div>
      )}
      {asking && (
        <Confirm
          text={say("keys.sure", { name })}
          action={say("keys.revoke")}
          onSend={() => RevokeKey(wire.key_id)}
          onDone={() => (setAsking(false), onChanged())}
          onCancel={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** By which machines are let in. */
export function Keys() {
  const { say } = useSpeech();
  const keys = useAsked(GetKeys);
  const organization = useAsked(AskOrganization);
  const scopeName = useScopeName(organization.value);
  const [made, setMade] = useState<Made | null>(null);
  return (
    <section className="admin-columns" aria-label={say("admin.room.keys")}>
      <div className="admin-main">
        {made !== null && (
          <Once
            title={say("keys.once", { name: made.name })}
            secret={made.key}
            onDone={() => setMade(null)}
          />
        )}
        <Shown asked={keys}>
          {(all) => (
            <ul className="panel admin-list">
              {all.map((one) => (
                <Row
                  key={one.key_id}
                  wire={one}
                  place={scopeName(one.scope)}
                  onChanged={keys.again}
                />
              ))}
            </ul>
          )}
        </Shown>
      </div>
      <NewKey
        organization={organization.value}
        onMade={(one) => (setMade(one), keys.again())}
      />
    </section>
  );
}
