import { useState, type FormEvent } from "react";
import {
  CreateUser,
  DisableUser,
  GetPolicy,
  GetUsers,
  ResetUser,
  type MadeUser,
  type WireUser,
} from "../../api/admin";
import { ReadDocument, type Organization } from "../../state/administration";
import { useDirectory } from "../desk/directory";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";
import { Confirm, kRoles, Once, ScopeField, Shown, useScopeName } from "./parts";
import { useAsked } from "./use_asked";

const AskOrganization = (): Promise<Organization | null> =>
  GetPolicy("organization").then((policy) => ReadDocument<Organization>(policy.document));

function NewUser({ organization, onMade }: {
  organization: Organization | null;
  onMade: (made: MadeUser) => void;
}) {
  const { say } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const people = organization?.people ?? [];
  const Submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = Object.fromEntries(new FormData(form));
    setBusy(true);
    setError(null);
    CreateUser(fields)
      .then((made) => (form.reset(), onMade(made)), setError)
      .finally(() => setBusy(false));
  };
  return (
    <form className="panel admin-form" onSubmit={Submit} aria-label={say("users.new")}>
      <h2>{say("users.new")}</h2>
      <label className="form-field">
        <span>{say("users.name")}</span>
        <input className="input" name="user" maxLength={128} required autoComplete="off" />
      </label>
      <label className="form-field">
        <span>{say("users.role")}</span>
        <select className="select" name="role" defaultValue="agent">
          {kRoles.map((role) => (
            <option key={role} value={role}>
              {say(`role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      <ScopeField organization={organization} />
      {people.length > 0 && (
        <label className="form-field">
          <span>{say("users.person")}</span>
          <select className="select" name="agent_id" defaultValue="">
            <option value="">{say("users.person.none")}</option>
            {people.map((person) => (
              <option key={person.agent_id} value={person.agent_id}>
                {person.name ?? person.agent_id}
              </option>
            ))}
          </select>
        </label>
      )}
      <p className="form-fault" role="alert">
        {error === null ? "" : FaultText(error, say)}
      </p>
      <button type="submit" className="button button-go" disabled={busy}>
        {say("users.create")}
      </button>
    </form>
  );
}

interface RowProps {
  user: WireUser;
  place: string;
  onMade: (made: MadeUser) => void;
  onChanged: () => void;
}

function Row({ user, place, onMade, onChanged }: RowProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const [asking, setAsking] = useState<"reset" | "disable" | null>(null);
  const Send = (): Promise<unknown> =>
    asking === "reset" ? ResetUser(user.user).then(onMade) : DisableUser(user.user);
  return (
    <li className="admin-row" data-user={user.user} data-state={user.state}>
      <div className="admin-row-main">
        <strong>{user.user}</strong>
        <span className={`chip chip-user-${user.state}`}>{say(`users.state.${user.state}`)}</span>
      </div>
      <span>{say(`role.${user.role}` as "role.agent")}</span>
      <span className="admin-muted">{place}</span>
      <div className="admin-actions">
        <button
          type="button"
          className="button button-small"
          aria-label={say("users.reset.of", { name: user.user })}
          onClick={() => setAsking("reset")}
        >
          {say("users.reset")}
        </button>
        {user.state !== "disabled" && user.user !== session.user && (
          <button
            type="button"
            className="button button-small"
            aria-label={say("users.disable.of", { name: user.user })}
            onClick={() => setAsking("disable")}
          >
            {say("users.disable")}
          </button>
        )}
      </div>
      {asking !== null && (
        <Confirm
          text={say(`users.sure.${asking}`, { name: user.user })}
          action={say(`users.${asking}`)}
          onSend={Send}
          onDone={() => (setAsking(null), onChanged())}
          onCancel={() => setAsking(null)}
        />
      )}
    </li>
  );
}

/** Who may sign in, as what and where. */
export function Users() {
  const { say } = useSpeech();
  const users = useAsked(GetUsers);
  const organization = useAsked(AskOrganization);
  const scopeName = useScopeName(organization.value);
  const [made, setMade] = useState<MadeUser | null>(null);
  const Made = (one: MadeUser): void => (setMade(one), users.again());
  return (
    <section className="admin-columns" aria-label={say("admin.room.users")}>
      <div className="admin-main">
        {made?.password !== undefined && (
          <Once
            title={say("users.once", { name: made.user.user })}
            secret={made.password}
            onDone={() => setMade(null)}
          />
        )}
        <Shown asked={users}>
          {(all) => (
            <ul className="panel admin-list">
              {all.map((user) => (
                <Row
                  key={user.user}
                  user={user}
                  place={scopeName(user.scope)}
                  onMade={Made}
                  onChanged={users.again}
                />
              ))}
            </ul>
          )}
        </Shown>
      </div>
      <NewUser organization={organization.value} onMade={Made} />
    </section>
  );
}
