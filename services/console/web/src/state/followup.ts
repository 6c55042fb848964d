import type { AnswerBody } from "../api/followup";
import type { WireDelivery, WireLoop } from "../api/wire_followup";

/** As domain/route.cc has it: who may act on what comes back. */
const kWorkers = ["agent", "branch_manager", "operations", "administrator"];
export function MayComeBack(role: string): boolean {
  return kWorkers.includes(role);
}

/** A reply that somebody must see to. */
export function IsTask(delivery: WireDelivery): boolean {
  return ["to_tell", "failed", "unknown"].includes(delivery.state);
}

/** Whether something is on its way of which more will be known in seconds. */
export function IsUnderWay(loops: readonly WireLoop[], deliveries: readonly WireDelivery[]) {
  return (
    deliveries.some((one) => one.state === "sending") ||
    loops.some((one) => one.standing?.state === "sending")
  );
}

const TimeOf = (time: string | undefined): number => (time === undefined ? 0 : Date.parse(time));

/** Whether quiet hours let the customer be called at this time. */
export function IsCallable(loop: WireLoop, nowMs: number): boolean {
  return TimeOf(loop.call_time) <= nowMs;
}

/** Who can be called now first, who waits longest before others; then whose time comes first. */
export function CallsInOrder(loops: readonly WireLoop[], nowMs: number): WireLoop[] {
  return [...loops].sort(
    (a, b) =>
      Number(IsCallable(b, nowMs)) - Number(IsCallable(a, nowMs)) ||
      (IsCallable(a, nowMs) ? 0 : TimeOf(a.call_time) - TimeOf(b.call_time)) ||
      TimeOf(a.resolve_time) - TimeOf(b.resolve_time) ||
      (a.loop_id < b.loop_id ? -1 : 1),
  );
}

/** What an agent writes down on the phone; empty is unsaid. */
export interface AnswerDraft {
  readonly csat: string;
  readonly nps: string;
  readonly put_right: "" | "true" | "false";
  readonly words: string;
}
export const kNoAnswer: AnswerDraft = { csat: "", nps: "", put_right: "", words: "" };

export const kCsatScores = ["1", "2", "3", "4", "5"] as const;
export const kNpsScores = Array.from({ length: 11 }, (_, score) => String(score));
/** In bytes of UTF-8, as the contract says. */
export const kWordsBytesMax = 8_192;

export function AnswerFault(draft: AnswerDraft): "empty" | "long" | null {
  if (new TextEncoder().encode(draft.words).length > kWordsBytesMax) return "long";
  return draft.csat === "" && draft.nps === "" && draft.put_right === "" ? "empty" : null;
}

export function AnswerBodyOf(draft: AnswerDraft): AnswerBody {
  const words = draft.words.trim();
  return {
    scores: {
      ...(draft.csat === "" ? {} : { csat: Number(draft.csat) }),
      ...(draft.nps === "" ? {} : { nps: Number(draft.nps) }),
      ...(draft.put_right === "" ? {} : { put_right: draft.put_right === "true" }),
    },
    ...(words === "" ? {} : { words }),
  };
}
