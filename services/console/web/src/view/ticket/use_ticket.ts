import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { GetExplanation, GetFacts, GetTicket, GetTicketsOf } from "../../api/desk";
import { Follow } from "../../api/stream";
import type {
  WireChange,
  WireExplanation,
  WireHistory,
  WirePresence,
  WireTicket,
} from "../../api/wire";
import { Merged, type Told } from "../../state/facts";
import type { Live } from "../desk/desk_bar";

export interface TicketState {
  readonly ticket: WireTicket | null;
  readonly told: readonly Told[];
  readonly explanation: WireExplanation | null;
  readonly others: readonly WireTicket[];
  readonly fault: unknown;
}

type TicketAction =
  | { kind: "ticket"; ticket: WireTicket }
  | { kind: "facts"; facts: readonly WireChange[] }
  | { kind: "explanation"; explanation: WireExplanation }
  | { kind: "others"; others: readonly WireTicket[] }
  | { kind: "fault"; fault: unknown };

const kNothing: TicketState = {
  ticket: null,
  told: [],
  explanation: null,
  others: [],
  fault: null,
};

function Reduce(state: TicketState, action: TicketAction): TicketState {
  switch (action.kind) {
    case "ticket":
      if ((state.ticket?.version ?? 0) > action.ticket.version) return state;
      return { ...state, ticket: action.ticket, fault: null };
    case "facts":
      return { ...state, told: Merged(state.told, action.facts) };
    case "explanation":
      return { ...state, explanation: action.explanation };
    case "others":
      return { ...state, others: action.others };
    case "fault":
      return { ...state, fault: action.fault };
  }
}

// All pages of the history, however long it is.
async function AllFacts(
  ticketId: string,
  after: number,
  take: (facts: readonly WireChange[]) => void,
): Promise<void> {
  let from = after;
  for (;;) {
    const page: WireHistory = await GetFacts(ticketId, from);
    take(page.facts);
    const last = page.facts.at(-1);
    if (!page.more || last === undefined) return;
    from = last.ticket_version;
  }
}

export interface TicketData extends TicketState {
  readonly live: Live;
  readonly present: WirePresence["people"];
  /** Takes what a command answered, or a refusal told. */
  readonly takeTicket: (ticket: WireTicket) => void;
  readonly takeFacts: (facts: readonly WireChange[]) => void;
  readonly again: () => void;
}

function useLoad(number: string, act: (action: TicketAction) => void): () => void {
  const load = useCallback(async (): Promise<void> => {
    try {
      const { ticket, history } = await GetTicket(number);
      act({ kind: "ticket", ticket });
      act({ kind: "facts", facts: history.facts });
      const Take = (facts: readonly WireChange[]): void => act({ kind: "facts", facts });
      if (history.more) {
        await AllFacts(ticket.ticket_id, history.facts.at(-1)?.ticket_version ?? 0, Take);
      }
      const Skip = (): void => undefined;  // beside the ticket: their absence is seen
      GetExplanation(ticket.ticket_id).then(
        (explanation) => act({ kind: "explanation", explanation }),
        Skip,
      );
      if (ticket.customer_id === "") return;
      GetTicketsOf(ticket.customer_id).then((all) => {
        const others = all.filter((one) => one.ticket_id !== ticket.ticket_id);
        act({ kind: "others", others });
      }, Skip);
    } catch (fault) {
      act({ kind: "fault", fault });
    }
  }, [number, act]);
  return useCallback(() => void load(), [load]);
}

/** One ticket with all that belongs to it, kept up to date, and who else looks at it. */
export function useTicket(number: string): TicketData {
  const [state, act] = useReducer(Reduce, kNothing);
  const [live, setLive] = useState<Live>("waiting");
  const [present, setPresent] = useState<WirePresence["people"]>([]);
  const load = useLoad(number, act);
  const revision = useRef(0);
  useEffect(load, [load]);
  useEffect(() => {
    // What happened between the first answer and the stream is asked for once that stands.
    const Changed = (change: WireChange): void => {
      act({ kind: "facts", facts: [change] });
      load();
    };
    return Follow(`/v1/watch/tickets/${encodeURIComponent(number)}`, {
      events: {
        snapshot: load,
        resync: load,
        change: Changed,
        presence: (heard: WirePresence) => {
          if (heard.revision <= revision.current) return;
          revision.current = heard.revision;
          setPresent(heard.people);
        },
      },
      onOpen: () => (revision.current = 0),
      onLive: (alive) => setLive(alive ? "live" : navigator.onLine ? "broken" : "offline"),
    });
  }, [number, load]);
  return {
    ...state,
    live,
    present,
    takeTicket: (ticket) => (act({ kind: "ticket", ticket }), load()),
    takeFacts: (facts) => act({ kind: "facts", facts }),
    again: load,
  };
}
