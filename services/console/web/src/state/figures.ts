import type { WireKpi, WireKpiUpdate } from "../api/wire";

/** What followup says; all other measures are of what routing says. */
const kLoopNames = new Set([
  "csat",
  "nps",
  "ces",
  "recovery_rate",
  "survey_response_rate",
  "loops_unheard",
]);

/** The figures of one view, `24h:branch`, by name and place. */
export type FigureMap = ReadonlyMap<string, WireKpi>;
/** What a watch has told so far, by view. */
export type FigureBook = ReadonlyMap<string, FigureMap>;

export const kNoFigures: FigureBook = new Map();

function KeyOf(kpi: WireKpi): string {
  return [kpi.name, kpi.provisional, kpi.branch_id, kpi.category, kpi.region_id].join("\n");
}

// An update tells the age of all figures, also of those that it does not name again.
function Aged(kpi: WireKpi, update: WireKpiUpdate): WireKpi {
  const as_of = kLoopNames.has(kpi.name) ? update.loop_as_of : update.ticket_as_of;
  return as_of === kpi.as_of ? kpi : { ...kpi, as_of };
}

/** A snapshot is all there is of its view; a change is what changed of it. */
export function TakeFigures(
  book: FigureBook,
  update: WireKpiUpdate,
  kind: "snapshot" | "change",
): FigureBook {
  const figures = new Map<string, WireKpi>();
  const before = kind === "snapshot" ? undefined : book.get(update.view);
  for (const [key, kpi] of before ?? []) figures.set(key, Aged(kpi, update));
  for (const kpi of update.kpis) figures.set(KeyOf(kpi), kpi);
  return new Map(book).set(update.view, figures);
}

export function FiguresOf(book: FigureBook, view: string): readonly WireKpi[] {
  return [...(book.get(view)?.values() ?? [])];
}

export const kWindows = ["1h", "24h", "week", "month"] as const;
export type FigureWindow = (typeof kWindows)[number];

/** In the order in which they are read. Those of time and of satisfaction are read together. */
export const kColumns = [
  "tickets_open",
  "clocks_breached",
  "tickets_reopened",
  "compliance",
  "response_time_p50",
  "response_time_p90",
  "response_time_p95",
  "resolution_time_p50",
  "resolution_time_p90",
  "resolution_time_p95",
  "backlog_age_p50",
  "csat",
  "nps",
  "fcr",
] as const;

/** How a value is to be read. */
export type Unit = "count" | "share" | "percent" | "score" | "seconds";

const kShares = new Set(["compliance", "fcr", "recovery_rate", "survey_response_rate"]);

export function UnitOf(name: string): Unit {
  if (/_(time|age)_p\d+$/.test(name)) return "seconds";
  if (kShares.has(name)) return "share";
  if (name === "csat" || name === "ces") return "percent";
  return name === "nps" ? "score" : "count";
}

/** fcr that stands; where nothing was confirmed in the window, the provisional one. */
export function Find(kpis: readonly WireKpi[], name: string): WireKpi | undefined {
  const named = kpis.filter((kpi) => kpi.name === name);
  return (
    named.find((kpi) => !kpi.provisional && (kpi.value !== null || named.length === 1)) ??
    named.find((kpi) => kpi.provisional) ??
    named[0]
  );
}

export type By = "branch" | "category";

export interface FigureRow {
  /** Of the branch or the category. */
  readonly id: string;
  readonly kpis: readonly WireKpi[];
}

/** One row for each branch or category, those with most open tickets first. */
export function RowsBy(kpis: readonly WireKpi[], by: By): FigureRow[] {
  const rows = new Map<string, WireKpi[]>();
  for (const kpi of kpis) {
    const id = by === "branch" ? kpi.branch_id : kpi.category;
    rows.set(id, [...(rows.get(id) ?? []), kpi]);
  }
  const Open = (row: FigureRow): number => Find(row.kpis, "tickets_open")?.value ?? 0;
  return [...rows]
    .map(([id, own]) => ({ id, kpis: own }))
    .sort((one, other) => Open(other) - Open(one) || one.id.localeCompare(other.id));
}
