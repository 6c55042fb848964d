import { Get, Post } from "./client";
import type {
  WireCustomer,
  WireExplanation,
  WireFeedback,
  WireHistory,
  WirePerson,
  WireSuggestion,
  WireTicket,
} from "./wire";

const At = (ticket: string): string => `/v1/tickets/${encodeURIComponent(ticket)}`;

export interface TicketAndHistory {
  ticket: WireTicket;
  history: WireHistory;
}

/** By its id or its number. */
export function GetTicket(ticket: string): Promise<TicketAndHistory> {
  return Get<TicketAndHistory>(At(ticket));
}

/** What happened after this version; `more` says that there is more than one answer holds. */
export function GetFacts(ticket: string, after: number): Promise<WireHistory> {
  return Get<WireHistory>(`${At(ticket)}/facts?after=${after}`);
}

export function GetExplanation(ticket: string): Promise<WireExplanation> {
  return Get<WireExplanation>(`${At(ticket)}/explanation`);
}

export const kActions = [
  "take",
  "reply",
  "note",
  "wait",
  "resume",
  "transfer",
  "return",
  "judge",
  "resolve",
  "reopen",
  "close",
  "merge",
] as const;
export type Action = (typeof kActions)[number];

export interface Command {
  request_id: string;
  seen_version: number;
  [field: string]: string | number | boolean;
}

export async function Act(ticketId: string, action: Action, command: Command): Promise<WireTicket> {
  return (await Post<{ ticket: WireTicket }>(`${At(ticketId)}/${action}`, command)).ticket;
}

/** It is not the same matter as the ticket that is suggested. */
export async function DeclineSuggestion(ticketId: string, command: Command): Promise<WireTicket> {
  return (await Post<{ ticket: WireTicket }>(`${At(ticketId)}/decline`, command)).ticket;
}

export async function SetTyping(ticketId: string, typing: boolean): Promise<void> {
  await Post(`${At(ticketId)}/presence`, { typing });
}

export async function FindCustomers(query: string): Promise<WireCustomer[]> {
  const path = `/v1/customers?query=${encodeURIComponent(query)}`;
  return (await Get<{ customers: WireCustomer[] }>(path)).customers;
}

export async function GetTicketsOf(customerId: string): Promise<WireTicket[]> {
  const path = `/v1/customers/${encodeURIComponent(customerId)}/tickets`;
  return (await Get<{ tickets: WireTicket[] }>(path)).tickets;
}

export async function GetPeople(): Promise<WirePerson[]> {
  return (await Get<{ people: WirePerson[] }>("/v1/people")).people;
}

export function GetFeedback(feedbackId: string): Promise<WireFeedback> {
  return Get<WireFeedback>(`/v1/feedback/${encodeURIComponent(feedbackId)}`);
}

export function Suggest(text: string): Promise<WireSuggestion> {
  return Post<WireSuggestion>("/v1/classify", { text });
}

export function SubmitFeedback(feedback: object): Promise<{ feedback_id: string; state: string }> {
  return Post("/v1/feedback", feedback);
}
