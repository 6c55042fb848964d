import type { WireTicket, WireTicketClock } from "../api/wire";

/** The promise of a ticket that presses most, as the inbox shows it. */
export interface Pressing {
  readonly kind: string;
  readonly state: "breached" | "warned" | "running" | "paused" | "none";
  /** Null while paused, and where nothing runs. */
  readonly dueMs: number | null;
  /** Of a paused clock: what is left of its target. */
  readonly leftMs: number | null;
}

export const kNothingPresses: Pressing = { kind: "", state: "none", dueMs: null, leftMs: null };

const kOwed = ["breached", "warned", "running"] as const;

function DueMs(clock: { due_time?: string | undefined }): number {
  return clock.due_time === undefined ? Number.NaN : Date.parse(clock.due_time);
}

function Runs(clock: WireTicketClock): boolean {
  return (kOwed as readonly string[]).includes(clock.state) && Number.isFinite(DueMs(clock));
}

const Sooner = (a: WireTicketClock, b: WireTicketClock): number =>
  Number(b.state === "breached") - Number(a.state === "breached") || DueMs(a) - DueMs(b);

// A ticket of which only the change was heard has no clocks yet, but its answer's.
function AnswerClock(ticket: WireTicket): WireTicketClock[] {
  if (ticket.clocks.length > 0 || ticket.due_time === undefined) return ticket.clocks;
  return [
    {
      kind: "first_response",
      cycle: 1,
      state: ticket.response_clock,
      due_time: ticket.due_time,
      target_ms: 0,
      consumed_ms: 0,
      calendar_id: "",
    },
  ];
}

function FindPressing(ticket: WireTicket): Pressing {
  const clocks = AnswerClock(ticket);
  const [first] = clocks.filter(Runs).sort(Sooner);
  if (first !== undefined) {
    const state = kOwed.find((one) => one === first.state) ?? "running";
    return { kind: first.kind, state, dueMs: DueMs(first), leftMs: null };
  }
  const paused = clocks.find((clock) => clock.state === "paused");
  if (paused === undefined) return kNothingPresses;
  const leftMs = Math.max(0, paused.target_ms - paused.consumed_ms);
  return { kind: paused.kind, state: "paused", dueMs: null, leftMs };
}

// A list is put in order at each change, and each ticket is compared many times.
const found = new WeakMap<WireTicket, Pressing>();

/** Breached before all others, of equals what is due first; else what is paused; else nothing. */
export function MostPressing(ticket: WireTicket): Pressing {
  const known = found.get(ticket);
  if (known !== undefined) return known;
  const pressing = FindPressing(ticket);
  found.set(ticket, pressing);
  return pressing;
}

const Rank = (pressing: Pressing): number =>
  pressing.state === "breached" ? 0 : pressing.dueMs !== null ? 1 : 2;

/** Breached first, then due soonest; what nothing presses comes last, the gravest, then oldest. */
export function ByUrgency(a: WireTicket, b: WireTicket): number {
  const [left, right] = [MostPressing(a), MostPressing(b)];
  return (
    Rank(left) - Rank(right) ||
    (left.dueMs ?? 0) - (right.dueMs ?? 0) ||
    b.severity - a.severity ||
    Date.parse(a.open_time ?? "") - Date.parse(b.open_time ?? "") ||
    (a.ticket_id < b.ticket_id ? -1 : 1)
  );
}
