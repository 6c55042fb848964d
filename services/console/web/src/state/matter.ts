import type { WireTicket } from "../api/wire";
import { IsOpen, MayAct } from "./abilities";
import type { Draft } from "./draft";

/** Whether this role may say that what is suggested is another matter. */
export function MayDecline(ticket: WireTicket, role: string): boolean {
  return ticket.suggestion !== undefined && MayAct("merge", ticket, role);
}

/**
 * The form of merging as it begins: with the suggested ticket chosen, where that is open; null
 * where there is nothing to begin with. One that was resolved has to be reopened first.
 */
export function MergeDraft(ticket: WireTicket, others: readonly WireTicket[]): Draft | null {
  const wanted = ticket.suggestion?.ticket_id ?? "";
  const other = others.find((one) => one.ticket_id === wanted);
  if (other === undefined || !IsOpen(other)) return null;
  return { into_ticket_id: wanted };
}
