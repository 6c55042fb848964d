import type {
  WireChange,
  WireClock,
  WireClockStanding,
  WireSnapshot,
  WireTicket,
} from "../api/wire";

/** What is kept for the list. What is older is in the counts, and in the ticket list. */
export const kBreachesKept = 60;
/** Versions are remembered longer than breaches, so that a late change cannot revive one. */
export const kVersionsKept = 4_000;

/** One promise of one ticket that was not kept in time. */
export interface Breach {
  readonly ticketId: string;
  /** Of the clock: first_response, resolution and so on, and which of its kind. */
  readonly kind: string;
  readonly cycle: number;
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

/** What tells one breach from all others. */
export function KeyOf(breach: Pick<Breach, "ticketId" | "kind" | "cycle">): string {
  return `${breach.ticketId} ${breach.kind} ${breach.cycle}`;
}

const Newest = (a: Breach, b: Breach): number =>
  b.dueMs - a.dueMs || (KeyOf(a) < KeyOf(b) ? -1 : 1);

interface Holder {
  readonly response_clock: WireClock;
  readonly clocks?: readonly WireClockStanding[];
  readonly due_time?: string;
}

// Every promise that is overdue and still owed.
function Owed(holder: Holder | undefined): readonly WireClockStanding[] {
  if (holder === undefined) return [];
  const { clocks = [], response_clock: state, due_time: due } = holder;
  if (clocks.length > 0) return clocks.filter((clock) => clock.state === "breached");
  if (state !== "breached") return [];
  const first = { kind: "first_response", cycle: 1, state } as const;
  return [due === undefined ? first : { ...first, due_time: due }];
}

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

interface Met {
  readonly clock: WireClockStanding;
  /** Where the clock itself does not say when it was due. */
  readonly dueTime: string;
  readonly arrivedMs: number;
}

type Ticket = Pick<WireTicket, "ticket_id" | "number" | "branch_id" | "category">;

function BreachOf(ticket: Ticket, { clock, dueTime, arrivedMs }: Met): Breach {
  const due = clock.due_time ?? dueTime;
  return {
    ticketId: ticket.ticket_id,
    kind: clock.kind,
    cycle: clock.cycle,
    number: ticket.number,
    branchId: ticket.branch_id,
    category: ticket.category,
    dueTime: due,
    dueMs: Date.parse(due),
    arrivedMs,
    answeredMs: null,
  };
}

// A snapshot says all that is owed now, so all versions before it are forgotten. What was answered
// before it stays in sight; what it no longer owes is gone, for nobody said when it was answered.
function Completed(state: BreachState, tickets: readonly WireTicket[], now: number): BreachState {
  const before = new Map(state.breaches.map((breach) => [KeyOf(breach), breach]));
  const owed = new Map<string, Breach>();
  const versions = new Map<string, number>();
  for (const ticket of tickets) {
    versions.set(ticket.ticket_id, ticket.version);
    for (const clock of Owed(ticket)) {
      const fresh = BreachOf(ticket, {
        clock,
        dueTime: ticket.due_time ?? ticket.breach_time ?? "",
        arrivedMs: state.complete ? now : 0,
      });
      const known = before.get(KeyOf(fresh));
      const arrivedMs = known?.arrivedMs ?? fresh.arrivedMs;
      owed.set(KeyOf(fresh), { ...fresh, arrivedMs });
    }
  }
  const answered = state.breaches.filter(
    (breach) => breach.answeredMs !== null && !owed.has(KeyOf(breach)),
  );
  return { breaches: Kept([...owed.values(), ...answered]), versions, pages: null, complete: true };
}

function Snapshot(state: BreachState, page: WireSnapshot, now: number): BreachState {
  const pages = [...(state.pages ?? []), ...page.tickets];
  return page.last ? Completed(state, pages, now) : { ...state, pages };
}

// A breach that was told before keeps its place and its time; where it is somewhere else now, it is
// shown there.
function Breached(state: BreachState, change: WireChange, now: number): readonly Breach[] {
  const { after, clock_breached: told } = change;
  const { branch_id = "", category = "" } = after ?? {};
  const ticket = { ticket_id: change.ticket_id, number: change.number, branch_id, category };
  const known = new Map(state.breaches.map((breach) => [KeyOf(breach), breach]));
  return Owed(after).map((clock) => {
    const dueTime = told?.due_time ?? change.recorded_time;
    const fresh = BreachOf(ticket, { clock, dueTime, arrivedMs: now });
    const before = known.get(KeyOf(fresh));
    if (before === undefined) return fresh;
    const { dueTime: due, dueMs, arrivedMs } = before;
    return { ...fresh, dueTime: due, dueMs, arrivedMs };
  });
}

// What a fact says of a breach that is owed no more: withdrawn it never was one; else it was
// answered then.
function Settled(breach: Breach, change: WireChange): Breach | null {
  const revoked = change.clock_breach_revoked;
  const { kind = "first_response", cycle = 1 } = revoked ?? {};
  if (revoked !== undefined && breach.kind === kind && breach.cycle === cycle) return null;
  if (breach.answeredMs !== null) return breach;
  return { ...breach, answeredMs: Date.parse(change.recorded_time) };
}

function Change(state: BreachState, change: WireChange, now: number): BreachState {
  const known = state.versions.get(change.ticket_id) ?? 0;
  if (change.ticket_version <= known) return state;
  const versions = WithVersion(state.versions, change.ticket_id, change.ticket_version);
  const owed = Breached(state, change, now);
  const keys = new Set(owed.map(KeyOf));
  const others = state.breaches
    .filter((breach) => !keys.has(KeyOf(breach)))
    .map((breach) => (breach.ticketId === change.ticket_id ? Settled(breach, change) : breach))
    .filter((breach) => breach !== null);
  return { ...state, breaches: Kept([...others, ...owed]), versions };
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
