import type { Told } from "../../state/facts";
import { FormatMoment } from "../../text/format";
import { useDirectory } from "../desk/directory";
import { useSpeech } from "../language";

/** The sentence that tells it. */
function SentenceOf({ name, fact }: Told): string {
  if (name === "return_judged" && fact.justified !== true) return "fact.return_refused";
  if (name === "matter_suggested" && (fact.suggested_number ?? "") === "") return "fact.many_alike";
  if (name === "suggestion_ended" && fact.cause === "merged") return "fact.suggested_merged";
  if (name === "suggestion_ended" && fact.cause === "closed") return "fact.suggested_closed";
  const excused = name === "clock_breached" && (fact.cause ?? "") !== "";
  return excused ? "fact.breached_by_change" : `fact.${name}`;
}

/** What happened, in one sentence with its time and its reason. */
export function FactLine({ told, className }: { told: Told; className: string }) {
  const { language, say } = useSpeech();
  const { agentName, branchName } = useDirectory();
  const { fact, change } = told;
  const who = told.agentId === "" ? say("person.customer") : agentName(told.agentId);
  const branch = branchName(change.after?.branch_id ?? "");
  const kind = fact.kind === undefined ? "first_response" : fact.kind;
  const clock = say(`clock.kind.${kind}` as never);
  const id = SentenceOf(told);
  return (
    <li className={className} data-fact={told.name}>
      <time dateTime={change.recorded_time}>{FormatMoment(told.timeMs, language)}</time>
      <span>
        {say(id as never, {
          who,
          branch,
          clock,
          level: fact.level ?? 1,
          number: fact.suggested_number ?? "",
          percent: fact.similarity_percent ?? 0,
          count: fact.like_count ?? 0,
        })}
      </span>
      {(fact.reason ?? "") !== "" && <q className="fact-reason">{fact.reason}</q>}
    </li>
  );
}
