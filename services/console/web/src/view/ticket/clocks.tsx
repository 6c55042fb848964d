import type { WireExplanation, WireSegment, WireTicket, WireTicketClock } from "../../api/wire";
import type { Pressing } from "../../state/urgency";
import { FormatElapsed, FormatMoment } from "../../text/format";
import { Countdown } from "../desk/countdown";
import { useSpeech } from "../language";

const kRunning = ["running", "warned", "breached"];

function PressingOf(clock: WireTicketClock): Pressing {
  const dueMs = clock.due_time === undefined ? null : Date.parse(clock.due_time);
  const leftMs = Math.max(0, clock.target_ms - clock.consumed_ms);
  if (clock.state === "paused" || dueMs === null) {
    return { kind: clock.kind, state: "paused", dueMs: null, leftMs };
  }
  const state = kRunning.includes(clock.state) ? (clock.state as Pressing["state"]) : "none";
  return { kind: clock.kind, state, dueMs, leftMs: null };
}

function Segment({ segment }: { segment: WireSegment }) {
  const { language, say } = useSpeech();
  const from = Date.parse(segment.from_time ?? "");
  const to = Date.parse(segment.to_time ?? "");
  const lasts = Number.isFinite(to - from) ? FormatElapsed(to - from, language) : "";
  return (
    <li className={`segment-line segment-${segment.kind}`}>
      <span>{FormatMoment(from, language)}</span>
      <span>{say(`clock.segment.${segment.kind}` as never)}</span>
      <span className="segment-lasts">{lasts}</span>
      {segment.reasons.length > 0 && (
        <span className="segment-why">{segment.reasons.join(", ")}</span>
      )}
    </li>
  );
}

interface ClockProps {
  clock: WireTicketClock;
  reason: string;
  segments: readonly WireSegment[];
}

function Clock({ clock, reason, segments }: ClockProps) {
  const { language, say } = useSpeech();
  const running = kRunning.includes(clock.state) || clock.state === "paused";
  return (
    <li className={`clock-row clock-${clock.state}`} data-clock-kind={clock.kind}>
      <p className="clock-head">
        <span className="clock-kind">{say(`clock.kind.${clock.kind}` as never)}</span>
        <span className="clock-word">{say(`clock.state.${clock.state}` as never)}</span>
        {running && <Countdown pressing={PressingOf(clock)} />}
      </p>
      <p className="clock-due">
        {clock.due_time !== undefined &&
          say("clock.due", { time: FormatMoment(Date.parse(clock.due_time), language) })}{" "}
        {say("clock.target", { target: FormatElapsed(clock.target_ms, language) })}
      </p>
      {(reason !== "" || segments.length > 0) && (
        <details className="clock-why">
          <summary>{say("clock.why")}</summary>
          {reason !== "" && <p>{reason}</p>}
          <ol>
            {segments.map((segment, index) => (
              <Segment key={index} segment={segment} />
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

interface ClocksProps {
  ticket: WireTicket;
  explanation: WireExplanation | null;
}

/** Every promise of the ticket, and why its due time is what it is. */
export function Clocks({ ticket, explanation }: ClocksProps) {
  const { say } = useSpeech();
  const Explained = (clock: WireTicketClock) =>
    explanation?.clocks.find(
      (one) => one.clock?.kind === clock.kind && one.clock.cycle === clock.cycle,
    );
  return (
    <section className="panel clocks" aria-labelledby="clocks-title">
      <h2 id="clocks-title">{say("clocks.title")}</h2>
      {ticket.clocks.length === 0 && <p className="panel-note">{say("clocks.none")}</p>}
      <ol>
        {ticket.clocks.map((clock) => (
          <Clock
            key={`${clock.kind}.${clock.cycle}`}
            clock={clock}
            reason={Explained(clock)?.standard_reason ?? ""}
            segments={Explained(clock)?.segments ?? []}
          />
        ))}
      </ol>
      {explanation !== null && explanation.routing_reason !== "" && (
        <p className="clocks-routing">
          {say("clocks.routing")} {explanation.routing_reason}
        </p>
      )}
    </section>
  );
}
