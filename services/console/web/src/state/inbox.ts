import type {
  WireChange,
  WireClockStanding,
  WirePresence,
  WireSnapshot,
  WireTicket,
  WireTicketClock,
} from "../api/wire";
import { ByUrgency } from "./urgency";

/** Versions of tickets that left are remembered, so that a late change cannot bring one back. */
export const kGoneKept = 2_000;

export interface InboxState {
  readonly tickets: ReadonlyMap<string, WireTicket>;
  /** Of which more changed than the change told: they are to be asked for. */
  readonly stale: ReadonlySet<string>;
  readonly gone: ReadonlyMap<string, number>;
  /** Pages of a snapshot that is not complete yet; null outside of one. */
  readonly pages: readonly WireTicket[] | null;
  /** False until the first snapshot was complete. */
  readonly complete: boolean;
}

export type InboxAction =
  | { kind: "snapshot"; page: WireSnapshot }
  /** `branchId` is the filter's; empty for all. */
  | { kind: "change"; change: WireChange; branchId: string }
  | { kind: "ticket"; ticket: WireTicket; branchId: string }
  | { kind: "unseen"; ticketId: string }
  | { kind: "resync" }
  | { kind: "forget" };

/** Of so many tickets it is remembered that nobody looks any more: a late word cannot undo it. */
export const kLooksKept = 500;

/** Who looks at which ticket of the list. */
export type Looks = ReadonlyMap<string, WirePresence>;

/** Pure; what comes late is dropped by its revision. */
export function WithLook(looks: Looks, heard: WirePresence): Looks {
  if (heard.revision <= (looks.get(heard.ticket_id)?.revision ?? 0)) return looks;
  const next = new Map(Without(looks, heard.ticket_id)).set(heard.ticket_id, heard);
  for (const [ticketId, { people }] of next) {
    if (next.size <= kLooksKept) break;
    if (people.length === 0) next.delete(ticketId);
  }
  return next;
}

/** The names of all but oneself, in one text: what a row is drawn anew by. */
export function NamesAt(looks: Looks, ticketId: string, agentId: string): string {
  const people = looks.get(ticketId)?.people ?? [];
  return people
    .filter((one) => one.agent_id !== agentId)
    .map((one) => one.name)
    .join(", ");
}

export const kEmptyInbox: InboxState = {
  tickets: new Map(),
  stale: new Set(),
  gone: new Map(),
  pages: null,
  complete: false,
};

const Work = (state: string): boolean => state !== "resolved" && state !== "closed";

function Without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const next = new Map(map);
  next.delete(key);
  return next;
}

function WithStale(state: InboxState, id: string, stale: boolean): ReadonlySet<string> {
  if (state.stale.has(id) === stale) return state.stale;
  const next = new Set(state.stale);
  if (stale) next.add(id);
  else next.delete(id);
  return next;
}

function Gone(state: InboxState, id: string, version: number): InboxState {
  const gone = new Map(Without(state.gone, id)).set(id, version);
  for (const oldest of gone.keys()) {
    if (gone.size <= kGoneKept) break;
    gone.delete(oldest);
  }
  return {
    ...state,
    gone,
    tickets: Without(state.tickets, id),
    stale: WithStale(state, id, false),
  };
}

function Snapshot(state: InboxState, page: WireSnapshot): InboxState {
  const pages = [...(state.pages ?? []), ...page.tickets];
  if (!page.last) return { ...state, pages };
  const tickets = new Map(pages.map((ticket) => [ticket.ticket_id, ticket]));
  return { ...kEmptyInbox, tickets, complete: true };
}

// The clocks as they stand after a fact. What it does not tell of one (its target, what was used
// up) stays as it was, until the ticket is asked for.
function Clocks(
  known: readonly WireTicketClock[],
  told: readonly WireClockStanding[],
): WireTicketClock[] {
  const Is = (a: WireClockStanding) => (b: WireClockStanding) =>
    a.kind === b.kind && a.cycle === b.cycle;
  const others = known.filter((clock) => !told.some(Is(clock)));
  const standing = told.map((clock) => {
    const before = known.find(Is(clock)) ?? { target_ms: 0, consumed_ms: 0, calendar_id: "" };
    const { due_time: _, ...rest } = { due_time: "", ...before };
    return { ...rest, ...clock };
  });
  return [...others, ...standing];
}

// What a change tells of a ticket that was not known: enough to stand in its place until asked for.
function Sketch(change: WireChange): WireTicket | null {
  const { after, opened } = change;
  if (after === undefined) return null;
  return {
    ...after,
    ticket_id: change.ticket_id,
    number: change.number,
    version: change.ticket_version,
    customer_id: change.customer_id,
    subject: opened?.subject ?? "",
    feedback_count: 1,
    routing_rule: "",
    cycle: 1,
    clocks: Clocks([], after.clocks ?? []),
    reason: "",
    merged_into_ticket_id: "",
    language: "",
    open_time: change.recorded_time,
    ...(opened?.due_time === undefined ? {} : { due_time: opened.due_time }),
  };
}

function Moved(known: WireTicket, change: WireChange): WireTicket {
  const { clocks = [], ...after } = change.after ?? {};
  const version = change.ticket_version;
  return { ...known, ...after, version, clocks: Clocks(known.clocks, clocks) };
}

function VersionOf(state: InboxState, id: string): number {
  return Math.max(state.tickets.get(id)?.version ?? 0, state.gone.get(id) ?? 0);
}

const Elsewhere = (branch: string, branchId: string): boolean =>
  branchId !== "" && branch !== branchId;

function Change(state: InboxState, change: WireChange, branchId: string): InboxState {
  const { ticket_id: id, ticket_version: version, after } = change;
  if (version <= VersionOf(state, id) || after === undefined) return state;
  if (!Work(after.state) || Elsewhere(after.branch_id, branchId)) return Gone(state, id, version);
  const known = state.tickets.get(id);
  const next = known === undefined ? Sketch(change) : Moved(known, change);
  if (next === null) return state;
  const tickets = new Map(state.tickets).set(id, next);
  return { ...state, tickets, stale: WithStale(state, id, true) };
}

function Ticket(state: InboxState, ticket: WireTicket, branchId: string): InboxState {
  const id = ticket.ticket_id;
  if (ticket.version < VersionOf(state, id)) return state;
  const leaves = !Work(ticket.state) || Elsewhere(ticket.branch_id, branchId);
  if (leaves) return Gone(state, id, ticket.version);
  const tickets = new Map(state.tickets).set(id, ticket);
  return { ...state, tickets, stale: WithStale(state, id, false) };
}

/** The inbox after one word of the stream or one answer. Pure. */
export function ReduceInbox(state: InboxState, action: InboxAction): InboxState {
  switch (action.kind) {
    case "snapshot":
      return Snapshot(state, action.page);
    case "change":
      return Change(state, action.change, action.branchId);
    case "ticket":
      return Ticket(state, action.ticket, action.branchId);
    case "unseen":
      return Gone(state, action.ticketId, VersionOf(state, action.ticketId));
    case "resync":
      return { ...state, pages: null };
    case "forget":
      return kEmptyInbox;
  }
}

export type Whose = "all" | "mine" | "nobody";

export interface InboxFilter {
  readonly whose: Whose;
  readonly agentId: string;
  /** Words that all stand in number, subject or what `wordsOf` adds. */
  readonly search: string;
}

function IsWhose(ticket: WireTicket, filter: InboxFilter): boolean {
  if (filter.whose === "all") return true;
  return ticket.agent_id === (filter.whose === "mine" ? filter.agentId : "");
}

/** What the inbox shows, the most urgent first. */
export function Shown(
  state: InboxState,
  filter: InboxFilter,
  wordsOf: (ticket: WireTicket) => string,
): WireTicket[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const Has = (ticket: WireTicket): boolean => {
    if (words.length === 0) return true;
    const all = `${ticket.number} ${ticket.subject} ${wordsOf(ticket)}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return [...state.tickets.values()]
    .filter((ticket) => IsWhose(ticket, filter) && Has(ticket))
    .sort(ByUrgency);
}
