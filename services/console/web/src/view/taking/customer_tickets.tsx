import type { WireTicket } from "../../api/wire";
import { MostPressing } from "../../state/urgency";
import { StateChip } from "../desk/chips";
import { Countdown } from "../desk/countdown";
import { useSpeech } from "../language";
import { useTicketsOf } from "./use_search";
import type { TakingData } from "./use_taking";

interface CardProps {
  ticket: WireTicket;
  joined: boolean;
  onJoin: (ticketId: string) => void;
}

function Card({ ticket, joined, onJoin }: CardProps) {
  const { say, sayCategory } = useSpeech();
  const open = ticket.state !== "closed";
  return (
    <li className="card" data-ticket-id={ticket.ticket_id}>
      <p className="card-head">
        <span className="row-number">{ticket.number}</span>
        <StateChip state={ticket.state} />
        <Countdown pressing={MostPressing(ticket)} />
      </p>
      <p className="card-subject">{ticket.subject}</p>
      <p className="card-foot">
        <span>{sayCategory(ticket.category)}</span>
        {open && (
          <button
            type="button"
            className="button button-small"
            aria-pressed={joined}
            onClick={() => onJoin(joined ? "" : ticket.ticket_id)}
          >
            {say(joined ? "taking.joined" : "taking.join")}
          </button>
        )}
      </p>
    </li>
  );
}

const Last = (a: WireTicket, b: WireTicket): number =>
  Number(a.state === "resolved" || a.state === "closed") -
    Number(b.state === "resolved" || b.state === "closed") ||
  Date.parse(b.open_time ?? "") - Date.parse(a.open_time ?? "");

/** What the person on the phone has with us already: this call may be about one of them. */
export function CustomerTickets({ data }: { data: TakingData }) {
  const { say } = useSpeech();
  const { taking, change } = data;
  const customerId = taking.customer?.customer_id ?? "";
  const tickets = useTicketsOf(customerId);
  const Join = (aboutTicketId: string): void => change((before) => ({ ...before, aboutTicketId }));
  return (
    <section className="panel customer-tickets" aria-labelledby="customer-tickets-title">
      <h2 id="customer-tickets-title">{say("taking.tickets")}</h2>
      {customerId === "" && <p className="panel-note">{say("taking.tickets.who")}</p>}
      {customerId !== "" && tickets === null && (
        <p className="panel-note">{say("taking.tickets.asking")}</p>
      )}
      {tickets?.length === 0 && <p className="panel-note">{say("taking.tickets.none")}</p>}
      <ul className="cards">
        {[...(tickets ?? [])].sort(Last).map((ticket) => (
          <Card
            key={ticket.ticket_id}
            ticket={ticket}
            joined={taking.aboutTicketId === ticket.ticket_id}
            onJoin={Join}
          />
        ))}
      </ul>
    </section>
  );
}
