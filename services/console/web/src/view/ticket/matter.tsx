import { useState } from "react";
import { DeclineSuggestion } from "../../api/desk";
import { MayAct } from "../../state/abilities";
import { NewId } from "../../state/id";
import { AddressOf } from "../../state/place";
import { useDirectory } from "../desk/directory";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";
import type { TicketData } from "./use_ticket";

/** What may be the same matter, and the two things to do about it. */
export function Matter({ data, onMerge }: { data: TicketData; onMerge: () => void }) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const [fault, setFault] = useState<unknown>(null);
  const { ticket } = data;
  if (ticket === null || ticket.suggestion === undefined) return null;
  const { number, similarity_percent: percent, like_count: count } = ticket.suggestion;
  const Decline = (): void => {
    const command = { request_id: NewId(), seen_version: ticket.version };
    setFault(null);
    DeclineSuggestion(ticket.ticket_id, command).then(
      data.takeTicket,
      (error: unknown) => (setFault(error), data.again()),
    );
  };
  return (
    <section className="panel matter" aria-label={say("matter.label")}>
      {number !== "" && (
        <p className="matter-line">
          <a href={AddressOf({ page: "ticket", number, action: "" })}>
            {say("matter.same", { number, percent })}
          </a>
        </p>
      )}
      {count > 0 && <p className="matter-line">{say("matter.alike", { count })}</p>}
      {MayAct("merge", ticket, session.role) && (
        <p className="matter-actions">
          {number !== "" && (
            <button type="button" className="button" data-matter="merge" onClick={onMerge}>
              {say("matter.merge")}
            </button>
          )}
          <button type="button" className="button" data-matter="decline" onClick={Decline}>
            {say(number === "" ? "matter.seen" : "matter.decline")}
          </button>
        </p>
      )}
      <p className="inbox-fault" role="alert">
        {fault === null ? "" : FaultText(fault, say)}
      </p>
    </section>
  );
}
