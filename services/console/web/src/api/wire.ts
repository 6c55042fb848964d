// What the console's doors say, as they say it. Views never see these: state/ turns them into
// what is shown.

export interface WireKpi {
  name: string;
  /** Null where the measure is not defined, such as compliance with no clock finished. */
  value: number | null;
  numerator: number;
  denominator: number;
  window: string;
  as_of: string | null;
  provisional: boolean;
  rebuilding: boolean;
  branch_id: string;
  category: string;
  region_id: string;
  /** Of nps. */
  standard_error?: number;
  /** Of ces: a, b or c. */
  variant?: string;
}

/** Of a watch: what it says of one of its views. */
export interface WireKpiUpdate {
  view: string;
  kpis: WireKpi[];
  ticket_as_of: string | null;
  loop_as_of: string | null;
}

/** One ticket, or feedback without one, and its part in a number. */
export interface WireContributor {
  ticket_id: string;
  number: string;
  feedback_id: string;
  numerator: number;
  denominator: number;
  time?: string;
  branch_id: string;
  category: string;
  region_id: string;
}

export interface WireContributors {
  contributors: WireContributor[];
  next_page_token: string;
  listed: WireKpi | null;
  live: WireKpi | null;
}

export interface WireBranch {
  branch_id: string;
  region: string;
  name_zh: string;
  name_en: string;
}

export interface WireSession {
  agent_id: string;
  user: string;
  role: string;
  scope: string;
}

/** The states of a response clock, in the words of the proto. */
export type WireClock =
  | "unspecified"
  | "running"
  | "warned"
  | "breached"
  | "met"
  | "missed"
  | "cancelled"
  | "paused";

export type WireTicketState = "open" | "taken" | "waiting" | "resolved" | "closed";

/** One promise of a ticket. Times that do not hold (a due time while paused) are absent. */
export interface WireTicketClock {
  kind: string;
  cycle: number;
  state: WireClock;
  start_time?: string;
  due_time?: string;
  warn_time?: string;
  breach_time?: string;
  end_time?: string;
  target_ms: number;
  consumed_ms: number;
  calendar_id: string;
}

/** What may be the same matter: an older ticket of the customer, or what many say. */
export interface WireMatter {
  /** Empty where only others' words are alike. */
  ticket_id: string;
  number: string;
  /** 100 is the same. */
  similarity_percent: number;
  /** Pieces of feedback of whichever customers within 24 hours; 0 where they are few. */
  like_count: number;
}

export interface WireTicket {
  ticket_id: string;
  number: string;
  version: number;
  customer_id: string;
  branch_id: string;
  category: string;
  channel: string;
  severity: number;
  state: WireTicketState;
  response_clock: WireClock;
  agent_id: string;
  subject: string;
  feedback_count: number;
  routing_rule: string;
  cycle: number;
  clocks: WireTicketClock[];
  reason: string;
  merged_into_ticket_id: string;
  language: string;
  /** Absent where nothing is suggested. */
  suggestion?: WireMatter;
  open_time?: string;
  due_time?: string;
  warn_time?: string;
  breach_time?: string;
  response_time?: string;
  resolve_time?: string;
}

export interface WireSnapshot {
  tickets: WireTicket[];
  last: boolean;
}

/** A promise as it stands after a fact. */
export type WireClockStanding = Pick<WireTicketClock, "kind" | "cycle" | "state" | "due_time">;

export interface WireDimensions {
  branch_id: string;
  category: string;
  channel: string;
  agent_id: string;
  severity: number;
  state: WireTicketState;
  response_clock: WireClock;
  /** Empty in facts from before there were several: then `response_clock` is the only one. */
  clocks?: WireClockStanding[];
}

/** The fields of all facts on one heap: which there are follows from the fact. */
export interface WireFact {
  agent_id?: string;
  corrected_by?: string;
  text?: string;
  told_time?: string;
  reason?: string;
  resolution?: string;
  subject?: string;
  cause?: string;
  justified?: boolean;
  level?: number;
  kind?: string;
  cycle?: number;
  due_time?: string;
  old_due_time?: string;
  new_due_time?: string;
  into_ticket_id?: string;
  suggested_number?: string;
  similarity_percent?: number;
  like_count?: number;
  first_contact?: boolean;
}

export const kFactNames = [
  "opened",
  "joined",
  "taken",
  "replied",
  "resolved",
  "clock_warned",
  "clock_breached",
  "noted",
  "waiting",
  "resumed",
  "transferred",
  "returned",
  "return_judged",
  "reopened",
  "closed",
  "merged",
  "clock_recomputed",
  "clock_breach_revoked",
  "clock_escalated",
  "resolution_confirmed",
  "escalation_acknowledged",
  "unmerged",
  "split",
  "standard_changed",
  "reclassified",
  "matter_suggested",
  "suggestion_ended",
] as const;
export type FactName = (typeof kFactNames)[number];

export type WireChange = {
  ticket_id: string;
  ticket_version: number;
  number: string;
  customer_id: string;
  feedback_id: string;
  recorded_time: string;
  before?: WireDimensions;
  after?: WireDimensions;
} & { [name in FactName]?: WireFact };

export interface WireHistory {
  facts: WireChange[];
  more: boolean;
}

export interface WireSegment {
  from_time?: string;
  to_time?: string;
  kind: string;
  calendar_id: string;
  holder: string;
  reasons: string[];
}

export interface WireExplanation {
  ticket: WireTicket;
  routing_reason: string;
  clocks: { clock?: WireTicketClock; standard_reason: string; segments: WireSegment[] }[];
}

/** Contact points are masked. */
export interface WireCustomer {
  customer_id: string;
  name: string;
  phone: string;
  email: string;
  language: string;
  source_id: string;
  external_id: string;
}

export interface WirePerson {
  agent_id: string;
  name: string;
  role: string;
  scope: string;
}

export interface WirePresence {
  ticket_id: string;
  revision: number;
  people: { agent_id: string; name: string; typing: boolean }[];
}

export interface WireFeedback {
  feedback_id: string;
  text: string;
  recorded_time?: string;
  feedback: { channel?: string; place?: string; customer?: { name?: string } };
  disposition: { kind: string; ticket_id?: string } | null;
}

export interface WireSuggestion {
  category: string;
  category_probability: number;
  type: string;
  severity: string;
}

export interface WireHeartbeat {
  time: string;
}

/** RFC 9457, with the stable slug by which a program knows the case. */
export interface WireProblem {
  title: string;
  detail?: string;
  status: number;
  slug: string;
  parameters?: Record<string, string>;
  /** Of `ticket-changed`: what happened since the version that was seen. */
  history?: WireHistory;
}
