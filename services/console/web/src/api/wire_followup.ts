// What the doors of coming back to the customer say, as they say it.

export type WireLoopState = "unspecified" | "waiting" | "sending" | "asked" | "closed";
export type WireVerdict =
  | "unspecified"
  | "heard_good"
  | "heard_bad"
  | "unheard"
  | "suppressed"
  | "cancelled";
export type WireWay = "unspecified" | "mail" | "webhook" | "link" | "call" | "none";
export type WireDeliveryState =
  | "unspecified"
  | "sending"
  | "to_tell"
  | "delivered"
  | "told"
  | "failed"
  | "unknown";

/** Only what was asked and answered is there. */
export interface WireScores {
  csat?: number;
  nps?: number;
  ces?: number;
  put_right?: boolean;
}

export interface WireLoopDimensions {
  branch_id: string;
  region_id: string;
  category: string;
  channel: string;
  agent_id: string;
  severity: number;
}

export interface WireLoop {
  loop_id: string;
  version: number;
  ticket_id: string;
  ticket_number: string;
  customer_id: string;
  cycle: number;
  dimensions?: WireLoopDimensions;
  standing?: { state: WireLoopState; verdict: WireVerdict; reason: string; asked: boolean };
  way: WireWay;
  resolve_time?: string;
  ask_time?: string;
  remind_time?: string;
  expire_time?: string;
  close_time?: string;
  scores?: WireScores;
  via: "unspecified" | "link" | "phone";
  call_count: number;
  /** Nobody said whether the survey arrived. */
  unknown: boolean;
  /** Of a call-back: not before. */
  call_time?: string;
}

export interface WireDelivery {
  ticket_id: string;
  ticket_number: string;
  /** The ticket's version at the reply. */
  reply_version: number;
  customer_id: string;
  dimensions?: WireLoopDimensions;
  state: WireDeliveryState;
  agent_id: string;
  reply_time?: string;
  settle_time?: string;
  told_time?: string;
  reason: string;
}

export interface WirePreference {
  /** Absent: he never said. */
  surveys?: boolean;
  set_time?: string;
  contacts_spent: number;
  contacts_max: number;
}

export interface WireSurveyLink {
  url: string;
  expire_time?: string;
}
