import { FormatRate } from "../text/format";
import type { Sample } from "../state/history";
import { useSpeech } from "./language";

// The drawing's own units; it is stretched to its place, so lines keep their width by
// vector-effect.
const kWidth = 300;
const kHeight = 60;
const kTop = 4;
/** A line of some seconds is not drawn out to the whole width. */
const kLeastSpanMs = 2 * 60_000;

interface Point {
  x: number;
  y: number;
}

function Points(history: readonly Sample[], most: number): Point[] {
  const endMs = history.at(-1)?.timeMs ?? 0;
  const spanMs = Math.max(kLeastSpanMs, endMs - (history[0]?.timeMs ?? 0));
  return history.map((sample) => ({
    x: kWidth * (1 - (endMs - sample.timeMs) / spanMs),
    y: kHeight - ((kHeight - kTop) * sample.value) / most,
  }));
}

const Path = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** The inflow since the page was opened, at most of the last half hour. */
export function Sparkline({ history }: { history: readonly Sample[] }) {
  const { language, say } = useSpeech();
  const last = history.at(-1);
  const first = history[0];
  if (last === undefined || first === undefined || history.length < 2) {
    return <div className="spark" />;
  }
  const most = Math.max(1, ...history.map((sample) => sample.value));
  const points = Points(history, most);
  const line = Path(points);
  const begin = points[0]?.x.toFixed(1) ?? "0";
  const label = say("headline.spark", {
    minutes: Math.max(1, Math.round((last.timeMs - first.timeMs) / 60_000)),
    most: FormatRate(most, language),
  });
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${kWidth} ${kHeight}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path className="spark-area" d={`${line}L${kWidth} ${kHeight}L${begin} ${kHeight}Z`} />
      <path className="spark-line" d={line} />
    </svg>
  );
}
