import { memo, type ReactNode } from "react";
import type { Sample } from "../state/history";
import type { Compliance, KpiView } from "../state/kpis";
import { AddressOf, type FigurePlace } from "../state/place";
import { FormatCount, FormatRate, FormatShare } from "../text/format";
import { useSpeech } from "./language";
import { Sparkline } from "./sparkline";

interface FigureProps {
  kind: "inflow" | "open" | "risk" | "owed" | "compliance";
  label: string;
  note: string;
  value: string;
  /** Of the list behind the number. */
  href?: string;
  unit?: string;
  children?: ReactNode;
}

function Figure({ kind, label, note, value, href, unit, children }: FigureProps) {
  return (
    <div
      className={`figure figure-${kind}`}
      data-figure={kind}
      data-zero={value === "0" || undefined}
    >
      <dt className="figure-label">{label}</dt>
      <dd className="figure-body">
        <span className="figure-value">
          {href === undefined ? (
            value
          ) : (
            <a className="figure-link" href={href}>
              {value}
            </a>
          )}
          {unit !== undefined && <span className="figure-unit">{unit}</span>}
        </span>
        <span className="figure-note">{note}</span>
        {children}
      </dd>
    </div>
  );
}

function ComplianceFigure({ compliance }: { compliance: Compliance }) {
  const { language, say } = useSpeech();
  const { share, kept, finished } = compliance;
  const note =
    share === null
      ? say("headline.compliance.none")
      : say("headline.compliance.note", {
          kept: FormatCount(kept, language),
          finished: FormatCount(finished, language),
        });
  return (
    <Figure
      kind="compliance"
      label={say("headline.compliance")}
      note={note}
      value={FormatShare(share)}
      {...(share === null ? {} : { href: ListOf("compliance", "1h") })}
      {...(share === null ? {} : { unit: "%" })}
    >
      <svg className="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect className="meter-back" width="100" height="4" />
        <rect className="meter-fill" width={100 * (share ?? 0)} height="4" />
      </svg>
    </Figure>
  );
}

function ListOf(name: string, window: FigurePlace["window"]): string {
  return AddressOf({
    page: "figure",
    name,
    window,
    branchId: "",
    category: "",
    provisional: false,
    side: "both",
  });
}

interface HeadlineProps {
  kpis: KpiView;
  history: readonly Sample[];
}

/** The five numbers that are read first. */
export const Headline = memo(function Headline({ kpis, history }: HeadlineProps) {
  const { language, say } = useSpeech();
  const breached = say("headline.owed.note", {
    count: FormatCount(kpis.breachedLastHour, language),
  });
  return (
    <section className="panel headline" aria-labelledby="headline-title">
      <h2 id="headline-title" className="unseen">
        {say("headline.title")}
      </h2>
      <dl className="figures">
        <Figure
          kind="inflow"
          label={say("headline.inflow")}
          note={say("headline.inflow.note")}
          value={FormatRate(kpis.inflowPerMinute, language)}
          href={ListOf("feedback_received", "5m")}
        >
          <Sparkline history={history} />
        </Figure>
        <Figure
          kind="open"
          label={say("headline.open")}
          note={say("headline.open.note")}
          value={FormatCount(kpis.open, language)}
          href={ListOf("tickets_open", "1h")}
        />
        <Figure
          kind="risk"
          label={say("headline.risk")}
          note={say("headline.risk.note")}
          value={FormatCount(kpis.atRisk, language)}
          href={ListOf("tickets_at_risk", "1h")}
        />
        <Figure
          kind="owed"
          label={say("headline.owed")}
          note={breached}
          value={FormatCount(kpis.owed, language)}
          href={ListOf("clocks_breached_open", "1h")}
        />
        <ComplianceFigure compliance={kpis.compliance} />
      </dl>
    </section>
  );
});
