import type { WireChange, WireSnapshot, WireTicket } from "../api/wire";

/** What is kept for the list. What is older is in the counts, and in the ticket list. */
export const kBreachesKept = 60;
/** Versions are remembered longer than breaches, so that a late change cannot revive one. */
export const kVersionsKept = 4_000;

export interface Breach {
  readonly ticketId: string;
  readonly number: string;
  readonly branchId: string;
  readonly category: string;
  readonly dueTime: string;
  readonly dueMs: number;
  /** When this page learned of it as it happened; 0 for what was there before. */
  readonly arrivedMs: number;
  /** When the promise was kept after all; null while it is owed. */
  readonly answeredMs: number | null;
}

export interface BreachState {
  /** Newest due time first. */
  readonly breaches: readonly Breach[];
  readonly versions: ReadonlyMap<string, number>;
  /** Pages of a snapshot that is not complete yet; null outside of one. */
  readonly pages: readonly WireTicket[] | null;
  /** False until the first snapshot was complete. */
  readonly complete: boolean;
}

export type BreachAction =
  | { kind: "snapshot"; page: WireSnapshot; now: number }
  | { kind: "change"; change: WireChange; now: number }
  | { kind: "resync" };

export const kNoBreaches: BreachState = {
  breaches: [],
  versions: new Map(),
  pages: null,
  complete: false,
};

const Newest = (a: Breach, b: Breach): number =>
  b.dueMs - a.dueMs || (a.ticketId < b.ticketId ? -1 : 1);

function Kept(breaches: Breach[]): Breach[] {
  return breaches.sort(Newest).slice(0, kBreachesKept);
}

function WithVersion(
  versions: ReadonlyMap<string, number>,
  id: string,
  version: number,
): ReadonlyMap<string, number> {
  const next = new Map(versions);
  next.delete(id);  // Set anew, it stands last: the map's order is the order of the latest changes.
  next.set(id, version);
  for (const oldest of next.keys()) {
    if (next.size <= kVersionsKept) break;
    next.delete(oldest);
  }
  return next;
}

function FromTicket(ticket: WireTicket, arrivedMs: number): Breach {
  const dueTime = ticket.due_time ?? ticket.breach_time ?? "";
  return {
    ticketId: ticket.ticket_id,
    number: ticket.number,
    branchId: ticket.branch_id,
    category: ticket.category,
    dueTime,
    dueMs: Date.parse(dueTime),
    arrivedMs,
    answeredMs: null,
  };
}

// A snapshot says all that is owed now, so all versions before it are forgotten. What was answered
// before it stays in sight; what it no longer owes is gone, for nobody said when it was answered.
function Completed(state: BreachState, tickets: readonly WireTicket[], now: number): BreachState {
  const before = new Map(state.breaches.map((breach) => [breach.ticketId, breach]));
  const owed = new Map<string, Breach>();
  const versions = new Map<string, number>();
  for (const ticket of tickets) {
    versions.set(ticket.ticket_id, ticket.version);
    if (ticket.response_clock !== "breached") continue;
    const known = before.get(ticket.ticket_id);
    const arrived = known?.arrivedMs ?? (state.complete ? now : 0);
    owed.set(ticket.ticket_id, FromTicket(ticket, arrived));
  }
  const answered = state.breaches.filter(
    (breach) => breach.answeredMs !== null && !owed.has(breach.ticketId),
  );
  return { breaches: Kept([...owed.values(), ...answered]), versions, pages: null, complete: true };
}

function Snapshot(state: BreachState, page: WireSnapshot, now: number): BreachState {
  const pages = [...(state.pages ?? []), ...page.tickets];
  return page.last ? Completed(state, pages, now) : { ...state, pages };
}

function Breached(state: BreachState, change: WireChange, now: number): readonly Breach[] {
  const dueTime = change.clock_breached?.due_time ?? change.recorded_time;
  const others = state.breaches.filter((breach) => breach.ticketId !== change.ticket_id);
  const known = state.breaches.find((breach) => breach.ticketId === change.ticket_id);
  return Kept([
    ...others,
    {
      ticketId: change.ticket_id,
      number: change.number,
      branchId: change.after?.branch_id ?? "",
      category: change.after?.category ?? "",
      dueTime: known?.dueTime ?? dueTime,
      dueMs: known?.dueMs ?? Date.parse(dueTime),
      arrivedMs: known?.arrivedMs ?? now,
      answeredMs: null,
    },
  ]);
}

function Answered(state: BreachState, change: WireChange): readonly Breach[] {
  const answeredMs = Date.parse(change.recorded_time);
  return state.breaches.map((breach) =>
    breach.ticketId === change.ticket_id && breach.answeredMs === null
      ? { ...breach, answeredMs }
      : breach,
  );
}

function Change(state: BreachState, change: WireChange, now: number): BreachState {
  const known = state.versions.get(change.ticket_id) ?? 0;
  if (change.ticket_version <= known) return state;
  const versions = WithVersion(state.versions, change.ticket_id, change.ticket_version);
  const owed = change.after?.response_clock === "breached";
  const breaches = owed ? Breached(state, change, now) : Answered(state, change);
  return { ...state, breaches, versions };
}

/** The list after one word of the stream. Pure: time comes in with the word. */
export function ReduceBreaches(state: BreachState, action: BreachAction): BreachState {
  switch (action.kind) {
    case "resync":
      return { ...state, pages: null };
    case "snapshot":
      return Snapshot(state, action.page, action.now);
    case "change":
      return Change(state, action.change, action.now);
  }
}
