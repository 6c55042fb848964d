import { memo } from "react";
import type { WireTicket } from "../../api/wire";
import { AddressOf } from "../../state/place";
import { MostPressing } from "../../state/urgency";
import { Severity, StateChip } from "../desk/chips";
import { Countdown } from "../desk/countdown";
import { useDirectory } from "../desk/directory";
import { useSpeech } from "../language";

interface RowProps {
  ticket: WireTicket;
  /** Names of the others who look at it now; empty for none. */
  present: string;
  chosen: boolean;
  onChoose: (ticketId: string) => void;
}

function Who({ ticket }: { ticket: WireTicket }) {
  const { say } = useSpeech();
  const { agentName, session } = useDirectory();
  if (ticket.agent_id === "") {
    return <span className="row-who row-nobody">{say("inbox.nobody")}</span>;
  }
  const mine = ticket.agent_id === session.agent_id;
  return (
    <span className={`row-who ${mine ? "row-mine" : ""}`}>
      {mine ? say("inbox.me") : agentName(ticket.agent_id)}
    </span>
  );
}

/** One ticket: its clock first, then what it is about, then who has it. */
export const InboxRow = memo(function InboxRow(props: RowProps) {
  const { ticket, present, chosen, onChoose } = props;
  const { say, sayCategory } = useSpeech();
  const { branchName } = useDirectory();
  const pressing = MostPressing(ticket);
  const address = AddressOf({ page: "ticket", number: ticket.number, action: "" });
  return (
    <li className={`row row-${pressing.state}`} data-ticket-id={ticket.ticket_id}>
      <a
        className="row-link"
        href={address}
        data-row={ticket.ticket_id}
        aria-current={chosen ? "true" : undefined}
        onFocus={() => onChoose(ticket.ticket_id)}
      >
        <span className="row-clock">
          <Countdown pressing={pressing} />
          <span className="row-kind">
            {pressing.kind === "" ? say("clock.none") : say(`clock.kind.${pressing.kind}` as never)}
          </span>
        </span>
        <Severity level={ticket.severity} />
        <span className="row-number">{ticket.number}</span>
        <span className="row-subject">
          {present !== "" && (
            <span className="person row-present" data-present={present}>
              {say("present.looks", { who: present })}
            </span>
          )}
          {ticket.subject || say("inbox.no_subject")}
        </span>
        <span className="row-meta">
          <span className="row-category">{sayCategory(ticket.category)}</span>
          <span className="row-channel">{say(`channel.${ticket.channel}` as never)}</span>
          <span className="row-branch">{branchName(ticket.branch_id)}</span>
        </span>
        <StateChip state={ticket.state} />
        <Who ticket={ticket} />
      </a>
    </li>
  );
});
