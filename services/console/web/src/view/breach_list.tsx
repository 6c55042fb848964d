import { memo } from "react";
import { KeyOf, type Breach, type BreachState } from "../state/breaches";
import { FormatElapsed } from "../text/format";
import { CalmIcon, CheckIcon } from "./icons";
import { useSpeech } from "./language";

/** So long a breach stands out as new. */
const kNewMs = 10_000;
/** Rows further down are out of sight on most screens: their time moves in steps. */
const kTicking = 24;
const kStepMs = 15_000;

interface RowProps {
  breach: Breach;
  branchName: string;
  fresh: boolean;
  elapsed: string;
}

const Row = memo(function Row({ breach, branchName, fresh, elapsed }: RowProps) {
  const { say, sayCategory } = useSpeech();
  const answered = breach.answeredMs !== null;
  const state = answered ? "breach-answered" : fresh ? "breach-new" : "";
  return (
    <li
      className={`breach ${state}`}
      data-ticket-id={breach.ticketId}
      data-due-time={breach.dueTime}
      data-clock-kind={breach.kind}
    >
      <span className="breach-number">{breach.number}</span>
      <span className="breach-place">
        <span className="breach-branch">{branchName}</span>
        <span className="breach-category">
          <span className="breach-kind">{say(`clock.kind.${breach.kind}` as never)}</span>
          {" · "}
          {sayCategory(breach.category)}
        </span>
      </span>
      {answered ? (
        <span className="breach-time">
          <CheckIcon />
          <span className="unseen">{say("breach.answered")} </span>
          <span className="breach-elapsed">+{elapsed}</span>
        </span>
      ) : (
        <span className="breach-time">
          {fresh && <span className="breach-badge">{say("breach.new")}</span>}
          <span className="unseen">{say("breach.overdue")} </span>
          <span className="breach-elapsed">+{elapsed}</span>
        </span>
      )}
    </li>
  );
});

function Nothing({ complete }: { complete: boolean }) {
  const { say } = useSpeech();
  if (!complete) return <p className="empty empty-note">{say("breaches.waiting")}</p>;
  return (
    <div className="empty">
      <CalmIcon />
      <p className="empty-title">{say("breaches.empty")}</p>
      <p className="empty-note">{say("breaches.empty.note")}</p>
    </div>
  );
}

function EndOf(breach: Breach, index: number, now: number): number {
  return breach.answeredMs ?? (index < kTicking ? now : now - (now % kStepMs));
}

interface BreachListProps {
  state: BreachState;
  /** By the server's clock, which set the due times. */
  now: number;
  skewMs: number;
  nameOf: (branchId: string) => string;
}

/** Breaches as they happen, the newest on top. What does not fit is older. */
export function BreachList({ state, now, skewMs, nameOf }: BreachListProps) {
  const { language, say } = useSpeech();
  return (
    <section className="panel breaches" aria-labelledby="breaches-title">
      <header className="panel-head">
        <h2 id="breaches-title">{say("breaches.title")}</h2>
        <span className="panel-note">{say("breaches.note")}</span>
      </header>
      {state.breaches.length === 0 && <Nothing complete={state.complete} />}
      <ol className="breach-list">
        {state.breaches.map((breach, index) => (
          <Row
            key={KeyOf(breach)}
            breach={breach}
            branchName={nameOf(breach.branchId)}
            fresh={breach.arrivedMs > 0 && now - (breach.arrivedMs + skewMs) < kNewMs}
            elapsed={FormatElapsed(EndOf(breach, index, now) - breach.dueMs, language)}
          />
        ))}
      </ol>
    </section>
  );
}
