import { memo } from "react";
import type { WireKpi } from "../../api/wire";
import { Find, kWindows, type FigureWindow } from "../../state/figures";
import { AddressOf } from "../../state/place";
import { FormatCount } from "../../text/format";
import { useSpeech } from "../language";
import { FigureLink } from "./value";

interface QualityProps {
  kpis: readonly WireKpi[];
  window: FigureWindow;
  onWindow: (window: FigureWindow) => void;
}

interface TimesProps {
  kpis: readonly WireKpi[];
  window: FigureWindow;
  stem: string;
}

/** Side by side: the median, and what nine of ten and nineteen of twenty did not exceed. */
function Times({ kpis, window, stem }: TimesProps) {
  const { say } = useSpeech();
  return (
    <span className="quality-times">
      {["p50", "p90", "p95"].map((rank) => (
        <span key={rank} className="quality-time">
          <span className="quality-rank">{rank}</span>
          <FigureLink
            kpi={Find(kpis, `${stem}_${rank}`)}
            window={window}
            label={say(`measure.${stem}_${rank}` as "measure.response_time_p50")}
          />
        </span>
      ))}
    </span>
  );
}

const kSingle = ["csat", "nps", "fcr", "clocks_breached", "tickets_reopened"] as const;

function NoteOf({ kpi }: { kpi: WireKpi | undefined }) {
  const { language, say } = useSpeech();
  if (kpi === undefined || kpi.denominator <= 1) return null;
  const count = FormatCount(kpi.denominator, language);
  return <span className="quality-note">{say("figures.of", { count })}</span>;
}

/** Satisfaction and times over a longer window, below what is so now. */
export const Quality = memo(function Quality({ kpis, window, onWindow }: QualityProps) {
  const { say } = useSpeech();
  return (
    <section className="panel quality" aria-labelledby="quality-title">
      <header className="panel-head">
        <h2 id="quality-title">{say("figures.quality")}</h2>
        <div className="quality-windows" role="group" aria-label={say("figures.window")}>
          {kWindows.map((one) => (
            <button
              key={one}
              type="button"
              className="button button-small"
              aria-pressed={one === window}
              onClick={() => onWindow(one)}
            >
              {say(`window.${one}`)}
            </button>
          ))}
        </div>
        <a className="quality-all" href={AddressOf({ page: "figures", window, by: "branch" })}>
          {say("figures.all")}
        </a>
      </header>
      <dl className="quality-figures">
        {kSingle.map((name) => (
          <div key={name} className="quality-figure" data-quality={name}>
            <dt>{say(`measure.${name}`)}</dt>
            <dd>
              <FigureLink kpi={Find(kpis, name)} window={window} label={say(`measure.${name}`)} />
              <NoteOf kpi={Find(kpis, name)} />
            </dd>
          </div>
        ))}
        {["response_time", "resolution_time"].map((stem) => (
          <div key={stem} className="quality-figure quality-wide" data-quality={stem}>
            <dt>{say(`measure.${stem}` as "measure.response_time")}</dt>
            <dd>
              <Times kpis={kpis} window={window} stem={stem} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
});
