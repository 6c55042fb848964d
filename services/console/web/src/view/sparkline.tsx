import { FormatRate } from "../text/format";
import { kHistoryMs, type Sample } from "../state/history";
import { useSpeech } from "./language";

// The drawing's own units; it is stretched to its place, so lines keep their width by
// vector-effect.
const kWidth = 300;
const kHeight = 60;
const kTop = 4;

interface Point {
  x: number;
  y: number;
}

function Points(history: readonly Sample[], endMs: number, most: number): Point[] {
  return history.map((sample) => ({
    x: kWidth * (1 - (endMs - sample.timeMs) / kHistoryMs),
    y: kHeight - ((kHeight - kTop) * sample.value) / most,
  }));
}

const Path = (points: readonly Point[]): string =>
  points.map((point, i) => `${i === 0 ? "M" : "L"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("");

/** The inflow of the last half hour; the line grows from the right. */
export function Sparkline({ history }: { history: readonly Sample[] }) {
  const { language, say } = useSpeech();
  const last = history.at(-1);
  const first = history[0];
  if (last === undefined || first === undefined || history.length < 2) {
    return <div className="spark" />;
  }
  const most = Math.max(1, ...history.map((sample) => sample.value));
  const points = Points(history, last.timeMs, most);
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
