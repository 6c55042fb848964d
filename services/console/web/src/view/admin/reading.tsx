import type { WirePolicy } from "../../api/admin";
import {
  ByMonth,
  DurationParts,
  kDays,
  ReadDocument,
  type Calendar,
  type Sla,
  type Standard,
} from "../../state/administration";
import { useSpeech, type Speech } from "../language";

function DurationText(ms: number, say: Speech["say"]): string {
  return DurationParts(ms)
    .map(([unit, count]) => say(`unit.${unit}`, { count }))
    .join(" ");
}

function TargetText(clock: Standard["clocks"][string], say: Speech["say"]): string {
  if (clock.target_ms !== undefined) return DurationText(clock.target_ms, say);
  const working = clock.day_kind === "working";
  return say(working ? "sla.days.working" : "sla.days.natural", { count: clock.days ?? 0 });
}

function WhenText(standard: Standard, say: Speech["say"]): string {
  const conditions = Object.entries(standard.when ?? {});
  if (conditions.length === 0) return say("sla.always");
  return conditions
    .map(([field, values]) => {
      const name = say(`sla.when.${field}` as "sla.when.category");
      return `${name}: ${values.join(", ")}`;
    })
    .join("; ");
}

function SlaReading({ sla }: { sla: Sla }) {
  const { say } = useSpeech();
  const only: Standard = {
    id: "",
    clocks: { first_response: { target_ms: sla.response_target_ms ?? 0 } },
  };
  return (
    <div className="panel admin-panel" data-reading="sla">
      <p>{say("sla.calendar", { calendar: sla.calendar_id })}</p>
      {(sla.standards ?? [only]).map((standard) => (
        <table key={standard.id} className="admin-table">
          <caption>
            <strong>{standard.id}</strong>{" "}
            <span className="admin-muted">{WhenText(standard, say)}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{say("sla.clock")}</th>
              <th scope="col">{say("sla.target")}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(standard.clocks).map(([kind, clock]) => (
              <tr key={kind}>
                <th scope="row">{say(`clock.kind.${kind}` as "clock.kind.first_response")}</th>
                <td>{TargetText(clock, say)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

const HoursText = (windows: readonly [string, string][]): string =>
  windows.map(([open, close]) => `${open}–${close}`).join(", ");

function CalendarReading({ name, calendar }: { name: string; calendar: Calendar }) {
  const { say } = useSpeech();
  return (
    <article className="panel admin-panel" data-reading="calendar">
      <h3>{name}</h3>
      <p className="admin-muted">{calendar.zone}</p>
      <table className="admin-table">
        <caption className="unseen">{say("calendar.week")}</caption>
        <tbody>
          {kDays.map((day) => (
            <tr key={day}>
              <th scope="row">{say(`calendar.day.${day}`)}</th>
              <td>{HoursText(calendar.week?.[day] ?? []) || say("calendar.closed")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(calendar.holidays?.length ?? 0) > 0 && (
        <>
          <h4>{say("calendar.holidays")}</h4>
          <dl className="admin-months">
            {ByMonth(calendar.holidays ?? []).map(([month, days]) => (
              <div key={month}>
                <dt>{month}</dt>
                <dd>{days.join(" ")}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {Object.keys(calendar.dates ?? {}).length > 0 && (
        <>
          <h4>{say("calendar.dates")}</h4>
          <dl className="admin-months">
            {Object.entries(calendar.dates ?? {}).map(([date, windows]) => (
              <div key={date}>
                <dt>{date}</dt>
                <dd>{HoursText(windows) || say("calendar.closed")}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {calendar.known_until !== undefined && (
        <p className="admin-muted">{say("calendar.until", { date: calendar.known_until })}</p>
      )}
    </article>
  );
}

/** What a policy says, for a person; nothing for kinds that are only read as written. */
export function Reading({ policy }: { policy: WirePolicy }) {
  if (policy.kind === "sla") {
    const sla = ReadDocument<Sla>(policy.document);
    return sla === null ? null : <SlaReading sla={sla} />;
  }
  if (policy.kind !== "calendar") return null;
  const all = ReadDocument<{ calendars?: Record<string, Calendar> }>(policy.document);
  return (
    <div className="admin-calendars">
      {Object.entries(all?.calendars ?? {}).map(([name, calendar]) => (
        <CalendarReading key={name} name={name} calendar={calendar} />
      ))}
    </div>
  );
}
