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
}

export interface WireBranch {
  branch_id: string;
  region: string;
  name_zh: string;
  name_en: string;
}

export interface WireSession {
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
  | "cancelled";

export interface WireTicket {
  ticket_id: string;
  number: string;
  version: number;
  branch_id: string;
  category: string;
  response_clock: WireClock;
  due_time?: string;
  breach_time?: string;
}

export interface WireSnapshot {
  tickets: WireTicket[];
  last: boolean;
}

export interface WireDimensions {
  branch_id: string;
  category: string;
  response_clock: WireClock;
}

export interface WireChange {
  ticket_id: string;
  ticket_version: number;
  number: string;
  recorded_time: string;
  after?: WireDimensions;
  clock_breached?: { due_time: string };
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
}
