import type { Action } from "../api/desk";
import type { WireSession, WireTicket } from "../api/wire";

const kWorkers = ["agent", "branch_manager", "operations", "administrator"];
const kMovers = [...kWorkers, "dispatcher"];
const kJudges = ["operations", "dispatcher", "administrator"];

/** The console's own table (domain/route.cc): what is refused there is not offered here. */
const kRoles: Partial<Record<Action, readonly string[]>> = { transfer: kMovers, judge: kJudges };

const kStates: Record<Action, readonly string[]> = {
  take: ["open"],
  reply: ["open", "taken", "waiting"],
  note: ["open", "taken", "waiting", "resolved", "closed"],
  wait: ["open", "taken"],
  resume: ["waiting"],
  transfer: ["open", "taken", "waiting"],
  return: ["open", "taken", "waiting"],
  judge: ["open", "taken"],
  resolve: ["open", "taken", "waiting"],
  reopen: ["resolved"],
  close: ["resolved"],
  merge: ["open", "taken", "waiting"],
};

/** Who administers one place of the organisation does not administer all of it. */
export function IsAdmin(session: WireSession): boolean {
  return session.role === "administrator" && session.scope === "";
}

/** Neither resolved nor closed. */
export function IsOpen(ticket: WireTicket): boolean {
  return ticket.state !== "resolved" && ticket.state !== "closed";
}

/** What this role may do with the ticket as it stands. Routing judges again. */
export function MayAct(action: Action, ticket: WireTicket, role: string): boolean {
  const roles = kRoles[action] ?? kWorkers;
  if (!roles.includes(role) || !kStates[action].includes(ticket.state)) return false;
  // A return that waits for its verdict says why in `reason` while nobody has taken the ticket.
  if (action === "judge") return ticket.state === "open" && ticket.reason !== "";
  if (action === "take") return ticket.agent_id === "";
  return true;
}

export interface FormField {
  readonly name: string;
  readonly kind: "words" | "line" | "branch" | "verdict" | "ticket" | "told";
  readonly required: boolean;
  /** In bytes of UTF-8, as the contract says; routing refuses more. */
  readonly bytesMax: number;
}

const kReason: FormField = { name: "reason", kind: "line", required: true, bytesMax: 1_000 };
const kText: FormField = { name: "text", kind: "words", required: true, bytesMax: 65_536 };

/** What each action asks for, in the order of its form. */
export const kForms: Record<Action, readonly FormField[]> = {
  take: [],
  reply: [kText, { name: "told_time", kind: "told", required: false, bytesMax: 32 }],
  note: [kText],
  wait: [kReason],
  resume: [{ ...kReason, required: false }],
  transfer: [{ name: "branch_id", kind: "branch", required: true, bytesMax: 256 }, kReason],
  return: [kReason],
  judge: [
    { name: "justified", kind: "verdict", required: true, bytesMax: 5 },
    kReason,
    { name: "branch_id", kind: "branch", required: false, bytesMax: 256 },
  ],
  resolve: [{ name: "resolution", kind: "words", required: true, bytesMax: 65_536 }],
  reopen: [kReason],
  close: [{ ...kReason, required: false }],
  merge: [{ name: "into_ticket_id", kind: "ticket", required: true, bytesMax: 64 }],
};

const Bytes = (text: string): number => new TextEncoder().encode(text).length;

/** The first field that is not right yet, and why; null when the form can be sent. */
export function FirstFault(
  action: Action,
  draft: Readonly<Record<string, string>>,
): { field: string; fault: "missing" | "long" } | null {
  for (const field of kForms[action]) {
    const text = draft[field.name] ?? "";
    if (field.required && text.trim() === "") return { field: field.name, fault: "missing" };
    if (Bytes(text) > field.bytesMax) return { field: field.name, fault: "long" };
  }
  return null;
}

/** The body of the command but for its id and version. What is left empty is left out. */
export function BodyOf(
  action: Action,
  draft: Readonly<Record<string, string>>,
): Record<string, string | boolean> {
  const body: Record<string, string | boolean> = {};
  for (const { name, kind } of kForms[action]) {
    const text = (draft[name] ?? "").trim();
    if (text === "") continue;
    if (kind === "verdict") body[name] = text === "true";
    else if (kind === "told") body[name] = new Date(text).toISOString();
    else body[name] = text;
  }
  return body;
}
