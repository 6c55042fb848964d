import type { WireTicket } from "../../api/wire";
import { MayDecline, MergeDraft } from "../../state/matter";
import { AddressOf } from "../../state/place";
import { useDirectory } from "../desk/directory";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";

interface MatterProps {
  ticket: WireTicket;
  others: readonly WireTicket[];
  fault: unknown;
  onMerge: () => void;
  onDecline: () => void;
}

/** What may be the same matter, and what is to be done about it. */
export function Matter({ ticket, others, fault, onMerge, onDecline }: MatterProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  if (ticket.suggestion === undefined) return null;
  const { number, similarity_percent: percent, like_count: count } = ticket.suggestion;
  return (
    <section className="panel matter" aria-labelledby="matter-title">
      <h2 id="matter-title">{say("matter.label")}</h2>
      {number !== "" && (
        <p className="matter-line">
          <a href={AddressOf({ page: "ticket", number, action: "" })}>
            {say("matter.same", { number, percent })}
          </a>
        </p>
      )}
      {count > 0 && <p className="matter-line">{say("matter.alike", { count })}</p>}
      {MayDecline(ticket, session.role) && (
        <p className="matter-actions">
          {MergeDraft(ticket, others) !== null && (
            <button type="button" className="button action" data-matter="merge" onClick={onMerge}>
              {say("matter.merge")}
              <kbd aria-hidden="true">m</kbd>
            </button>
          )}
          <button type="button" className="button action" data-matter="decline" onClick={onDecline}>
            {say(number === "" ? "matter.seen" : "matter.decline")}
            <kbd aria-hidden="true">d</kbd>
          </button>
        </p>
      )}
      <p className="inbox-fault" role="alert">
        {fault === null ? "" : FaultText(fault, say)}
      </p>
    </section>
  );
}
