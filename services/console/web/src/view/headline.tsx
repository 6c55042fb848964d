import { memo, type ReactNode } from "react";
import type { Sample } from "../state/history";
import type { Compliance, KpiView } from "../state/kpis";
import { FormatCount, FormatRate, FormatShare } from "../text/format";
import { useSpeech } from "./language";
import { Sparkline } from "./sparkline";

interface FigureProps {
  kind: "inflow" | "open" | "risk" | "owed" | "compliance";
  label: string;
  note: string;
  value: string;
  unit?: string;
  children?: ReactNode;
}

function Figure({ kind, label, note, value, unit, children }: FigureProps) {
  return (
    <div
      className={`figure figure-${kind}`}
      data-figure={kind}
      data-zero={value === "0" || undefined}
    >
      <dt className="figure-label">{label}</dt>
      <dd className="figure-body">
        <span className="figure-value">
          {value}
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
      {...(share === null ? {} : { unit: "%" })}
    >
      <svg className="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect className="meter-back" width="100" height="4" />
        <rect className="meter-fill" width={100 * (share ?? 0)} height="4" />
      </svg>
    </Figure>
  );
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
        >
          <Sparkline history={history} />
        </Figure>
        <Figure
          kind="open"
          label={say("headline.open")}
          note={say("headline.open.note")}
          value={FormatCount(kpis.open, language)}
        />
        <Figure
          kind="risk"
          label={say("headline.risk")}
          note={say("headline.risk.note")}
          value={FormatCount(kpis.atRisk, language)}
        />
        <Figure
          kind="owed"
          label={say("headline.owed")}
          note={breached}
          value={FormatCount(kpis.owed, language)}
        />
        <ComplianceFigure compliance={kpis.compliance} />
      </dl>
    </section>
  );
});
