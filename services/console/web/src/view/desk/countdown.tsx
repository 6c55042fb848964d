import type { Pressing } from "../../state/urgency";
import { FormatElapsed } from "../../text/format";
import { useSpeech } from "../language";
import { useTick } from "./use_tick";

/** From here on it is said in colour that time runs out, whatever the policy warned of. */
const kSoonMs = 5 * 60_000;

function Looks(pressing: Pressing, leftMs: number): string {
  if (pressing.state === "breached" || leftMs < 0) return "owed";
  if (pressing.state === "warned" || leftMs < kSoonMs) return "soon";
  return "calm";
}

/** A running promise, down to the second; paused it stands still. */
export function Countdown({ pressing }: { pressing: Pressing }) {
  const { language, say } = useSpeech();
  const now = useTick();
  if (pressing.state === "none") return <span className="countdown countdown-none" />;
  if (pressing.dueMs === null) {
    return (
      <span className="countdown countdown-paused" data-clock="paused">
        <span className="unseen">{say("clock.paused")} </span>
        {FormatElapsed(pressing.leftMs ?? 0, language)}
      </span>
    );
  }
  const leftMs = pressing.dueMs - now;
  const looks = Looks(pressing, leftMs);
  return (
    <span className={`countdown countdown-${looks}`} data-clock={looks} data-due={pressing.dueMs}>
      <span className="unseen">{say(leftMs < 0 ? "clock.overdue" : "clock.left")} </span>
      {leftMs < 0 ? "+" : ""}
      {FormatElapsed(Math.abs(leftMs), language)}
    </span>
  );
}

/** "3 s ago": how long something is past, in one figure. */
export function Ago({ timeMs }: { timeMs: number }) {
  const { say } = useSpeech();
  const seconds = Math.max(0, Math.floor((useTick() - timeMs) / 1000));
  if (seconds < 60) return <>{say("ago.seconds", { count: seconds })}</>;
  if (seconds < 3600) return <>{say("ago.minutes", { count: Math.floor(seconds / 60) })}</>;
  if (seconds < 86_400) return <>{say("ago.hours", { count: Math.floor(seconds / 3600) })}</>;
  return <>{say("ago.days", { count: Math.floor(seconds / 86_400) })}</>;
}
