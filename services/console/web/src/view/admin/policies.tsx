import { GetPolicies } from "../../api/admin";
import { AddressOf } from "../../state/place";
import { kMessages, type MessageId } from "../../text/messages";
import { FormatMoment } from "../../text/format";
import { useSpeech, type Speech } from "../language";
import { Shown } from "./parts";
import { useAsked } from "./use_asked";

/** A kind that these pages do not know has its own word for a name. */
export function KindName(kind: string, say: Speech["say"]): string {
  const id = `policy.kind.${kind}`;
  return id in kMessages.en ? say(id as MessageId) : kind;
}

/** What may be changed while the system runs, and since when it is as it is. */
export function Policies() {
  const { say, language } = useSpeech();
  const asked = useAsked(GetPolicies);
  return (
    <section aria-label={say("admin.room.policies")}>
      <p className="admin-lead">{say("policies.lead")}</p>
      <Shown asked={asked}>
        {(all) => (
          <ul className="panel admin-list">
            {all.map((policy) => (
              <li key={policy.kind} className="admin-row" data-kind={policy.kind}>
                <a
                  className="admin-row-main"
                  href={AddressOf({ page: "admin", room: "policies", kind: policy.kind })}
                >
                  <strong>{KindName(policy.kind, say)}</strong>
                </a>
                <span>{say("policies.version", { version: policy.version })}</span>
                <span className="admin-muted">
                  {FormatMoment(Date.parse(policy.recorded_time ?? ""), language)}
                </span>
                <span className="admin-muted">{policy.actor_name}</span>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </section>
  );
}
