import { Get, Post, Put } from "./client";
import type {
  WireDelivery,
  WireLoop,
  WirePreference,
  WireScores,
  WireSurveyLink,
} from "./wire_followup";

/** As many as one answer holds. */
const kPageSize = 200;

const Loop = (loopId: string): string => `/v1/loops/${encodeURIComponent(loopId)}`;
const Customer = (id: string): string => `/v1/customers/${encodeURIComponent(id)}/preference`;

async function Loops(query: string): Promise<WireLoop[]> {
  return (await Get<{ loops: WireLoop[] }>(`/v1/loops?page_size=${kPageSize}&${query}`)).loops;
}

async function Deliveries(query: string): Promise<WireDelivery[]> {
  const path = `/v1/deliveries?page_size=${kPageSize}&${query}`;
  return (await Get<{ deliveries: WireDelivery[] }>(path)).deliveries;
}

export function GetLoopsOf(ticketId: string): Promise<WireLoop[]> {
  return Loops(`ticket_id=${encodeURIComponent(ticketId)}`);
}

export function GetDeliveriesOf(ticketId: string): Promise<WireDelivery[]> {
  return Deliveries(`ticket_id=${encodeURIComponent(ticketId)}`);
}

/** Call-backs that somebody should make. */
export function GetCalls(): Promise<WireLoop[]> {
  return Loops("way=call&state=asked");
}

/** Replies that somebody must see to. */
export function GetReplyTasks(): Promise<WireDelivery[]> {
  return Deliveries("tasks=true");
}

export function CreateSurveyLink(loopId: string): Promise<WireSurveyLink> {
  return Post<WireSurveyLink>(`${Loop(loopId)}/link`, {});
}

export async function StartCall(loopId: string, requestId: string): Promise<void> {
  await Post(`${Loop(loopId)}/call`, { request_id: requestId });
}

export async function EndCall(
  loopId: string,
  requestId: string,
  unreached: boolean,
): Promise<void> {
  await Post(`${Loop(loopId)}/end-call`, { request_id: requestId, unreached });
}

export interface AnswerBody {
  scores: WireScores;
  words?: string;
}

export async function RecordAnswer(
  loopId: string,
  requestId: string,
  body: AnswerBody,
): Promise<void> {
  await Post(`${Loop(loopId)}/answer`, { request_id: requestId, ...body });
}

export async function MarkTold(
  delivery: WireDelivery,
  requestId: string,
  toldTime: string,
): Promise<void> {
  const ticket = `/v1/tickets/${encodeURIComponent(delivery.ticket_id)}`;
  const path = `${ticket}/replies/${delivery.reply_version}/told`;
  await Post(path, { request_id: requestId, told_time: toldTime });
}

export function GetPreference(customerId: string): Promise<WirePreference> {
  return Get<WirePreference>(Customer(customerId));
}

export async function SetPreference(
  customerId: string,
  requestId: string,
  surveys: boolean,
): Promise<void> {
  await Put(Customer(customerId), { request_id: requestId, surveys });
}
