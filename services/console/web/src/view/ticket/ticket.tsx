import { useState } from "react";
import { Act, kActions, type Action } from "../../api/desk";
import type { WirePresence, WireTicket } from "../../api/wire";
import { MayAct } from "../../state/abilities";
import { NewId } from "../../state/id";
import type { Stroke } from "../../state/keys";
import { MayDecline } from "../../state/matter";
import { AddressOf } from "../../state/place";
import { MostPressing } from "../../state/urgency";
import { Severity, StateChip } from "../desk/chips";
import { Countdown } from "../desk/countdown";
import { DeskBar } from "../desk/desk_bar";
import { useDirectory } from "../desk/directory";
import { Help } from "../desk/help";
import { FaultText, Notice } from "../desk/notice";
import { useStrokes } from "../desk/use_strokes";
import { useSpeech } from "../language";
import { ActionBar } from "./action_bar";
import { History, Others } from "./beside";
import { Clocks } from "./clocks";
import { ComposerForm } from "./composer";
import { Conversation } from "./conversation";
import { Loops } from "./loops";
import { Matter } from "./matter";
import { useFollowup } from "./use_followup";
import { useMatter } from "./use_matter";
import { useTicket, type TicketData } from "./use_ticket";

const kForms = kActions.filter((action) => action !== "take");

function Present({ people }: { people: WirePresence["people"] }) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const others = people.filter((one) => one.agent_id !== session.agent_id);
  return (
    <p className="present" aria-live="polite">
      {others.map((one) => (
        <span key={one.agent_id} className={one.typing ? "person person-typing" : "person"}>
          {say(one.typing ? "present.types" : "present.looks", { who: one.name })}
        </span>
      ))}
    </p>
  );
}

function Head({ ticket, present }: { ticket: WireTicket; present: WirePresence["people"] }) {
  const { say, sayCategory } = useSpeech();
  const { agentName, branchName, session } = useDirectory();
  const pressing = MostPressing(ticket);
  const mine = ticket.agent_id === session.agent_id;
  const who = mine ? say("inbox.me") : agentName(ticket.agent_id);
  return (
    <header className="ticket-head">
      <p className="ticket-number">{ticket.number}</p>
      <Severity level={ticket.severity} />
      <StateChip state={ticket.state} />
      {ticket.cycle > 1 && (
        <span className="chip chip-again">{say("ticket.cycle", { count: ticket.cycle })}</span>
      )}
      {pressing.state !== "none" && (
        <p className="ticket-clock">
          <Countdown pressing={pressing} />
          <span className="row-kind">{say(`clock.kind.${pressing.kind}` as never)}</span>
        </p>
      )}
      <p className="ticket-meta">
        <span>{sayCategory(ticket.category)}</span>
        <span>{branchName(ticket.branch_id)}</span>
        <span>{ticket.agent_id === "" ? say("inbox.nobody") : who}</span>
      </p>
      <Present people={present} />
      {ticket.reason !== "" && <p className="ticket-reason">{ticket.reason}</p>}
      {ticket.merged_into_ticket_id !== "" && (
        <a
          className="ticket-merged"
          href={AddressOf({ page: "ticket", number: ticket.merged_into_ticket_id, action: "" })}
        >
          {say("ticket.merged")}
        </a>
      )}
    </header>
  );
}

function useTake(data: TicketData): { fault: unknown; take: () => void } {
  const [fault, setFault] = useState<unknown>(null);
  const take = (): void => {
    if (data.ticket === null) return;
    const { ticket_id: id, version } = data.ticket;
    setFault(null);
    Act(id, "take", { request_id: NewId(), seen_version: version }).then(
      data.takeTicket,
      (error: unknown) => (setFault(error), data.again()),
    );
  };
  return { fault, take };
}

interface WorkProps {
  data: TicketData;
  ticket: WireTicket;
  action: Action | null;
  onChoose: (action: Action | null) => void;
  onTake: () => void;
}

function Work({ data, ticket, action, onChoose, onTake }: WorkProps) {
  const { session } = useDirectory();
  const able = action !== null && MayAct(action, ticket, session.role);
  return (
    <section className="panel work">
      <ActionBar
        ticket={ticket}
        chosen={able ? action : null}
        onChoose={(chosen) => (chosen === "take" ? onTake() : onChoose(chosen))}
      />
      {able && action !== null && (
        <ComposerForm key={action} data={data} action={action} onDone={() => onChoose(null)} />
      )}
    </section>
  );
}

// The next key is the page's, also before the form has gone.
function LeaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

interface TicketPageProps {
  number: string;
  action: string;
  onSignedOut: () => void;
}

/** One ticket: what was said, what may be done, its clocks, and what stands beside it. */
export function TicketPage({ number, action, onSignedOut }: TicketPageProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const data = useTicket(number);
  const followup = useFollowup(data.ticket);
  const [help, setHelp] = useState(false);
  const { fault, take } = useTake(data);
  const matter = useMatter(data);
  const chosen = kForms.find((one) => one === action) ?? null;
  const Choose = (next: Action | null): void => {
    if (next === "merge") matter.prepareMerge();
    location.replace(AddressOf({ page: "ticket", number, action: next ?? "" }));
  };
  const Stroke = (stroke: Stroke): boolean => {
    if (stroke === "help") return setHelp(true), true;
    if (stroke === "inbox" || (stroke === "leave" && chosen === null)) {
      location.hash = AddressOf({ page: "inbox" });
      return true;
    }
    if (stroke === "leave") return LeaveField(), Choose(null), true;
    if (stroke === "new") return (location.hash = AddressOf({ page: "new" })), true;
    if (data.ticket === null) return false;
    if (stroke === "decline" && MayDecline(data.ticket, session.role)) {
      return matter.decline(), true;
    }
    const act = kActions.find((one) => one === stroke);
    if (act === undefined) return false;
    if (!MayAct(act, data.ticket, session.role)) return false;
    if (act === "take") take();
    else Choose(act);
    return true;
  };
  useStrokes(Stroke);
  const { ticket } = data;
  return (
    <div className="desk">
      <DeskBar
        page="ticket"
        title={say("ticket.title", { number })}
        live={ticket === null ? "none" : data.live}
        onHelp={() => setHelp(true)}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="ticket" tabIndex={-1} data-version={ticket?.version}>
        {ticket === null && data.fault === null && (
          <p className="empty empty-note">{say("ticket.loading")}</p>
        )}
        {ticket === null && data.fault !== null && (
          <Notice error={data.fault} onAgain={data.again} />
        )}
        {ticket !== null && (
          <>
            <Head ticket={ticket} present={data.present} />
            <p className="inbox-fault" role="alert">
              {fault === null ? "" : FaultText(fault, say)}
            </p>
            <div className="ticket-main">
              <Matter
                ticket={ticket}
                others={data.others}
                fault={matter.fault}
                onMerge={() => Choose("merge")}
                onDecline={matter.decline}
              />
              <Conversation
                ticket={ticket}
                told={data.told}
                deliveries={followup.deliveries}
                onDone={followup.again}
              />
              <Work data={data} ticket={ticket} action={chosen} onChoose={Choose} onTake={take} />
            </div>
            <aside className="ticket-beside" aria-label={say("ticket.beside")}>
              <Clocks ticket={ticket} explanation={data.explanation} />
              <Loops ticket={ticket} data={followup} />
              <Others others={data.others} />
              <History told={data.told} />
            </aside>
          </>
        )}
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}
