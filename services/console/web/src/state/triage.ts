import type { WireSession } from "../api/wire";
import type {
  WireClassification,
  WireEstimate,
  WireEvidence,
  WireTriageItem,
} from "../api/wire_triage";

export const kTypes = ["complaint", "enquiry", "suggestion", "praise", "noise"] as const;
export const kSeverities = ["low", "normal", "high", "critical"] as const;
/** As it is in force; as it is said, the empty word would leave what was there. */
const kNoDimension = "";
const kNoDimensionSaid = "none";

export const kDimensions = [
  "tangibles",
  "reliability",
  "responsiveness",
  "assurance",
  "empathy",
  kNoDimension,
] as const;

/** What it is taken for. An empty dimension is none. */
export interface Choice {
  readonly type: string;
  readonly category: string;
  readonly dimension: string;
  readonly severity: string;
}

/** The body of a correction, but for its request id. */
export interface Correction {
  readonly seen_ordinal: number;
  readonly type?: string;
  readonly category?: string;
  readonly dimension?: string;
  readonly severity?: string;
  readonly confirmed?: boolean;
}

const kRoles = ["operations", "quality", "dispatcher", "administrator"];

/** The console's own table (domain/route.cc). */
export function MayTriage(session: WireSession): boolean {
  return kRoles.includes(session.role) && session.scope === "";
}

export function EstimateOf(made: WireClassification, output: string): WireEstimate | undefined {
  return made.estimates.find((one) => one.output === output);
}

function Known(word: string | undefined, words: readonly string[], otherwise: string): string {
  return word !== undefined && words.includes(word) ? word : otherwise;
}

/** The likeliest of each by the model, where it said one that is known; else what is in force. */
export function SuggestionOf(item: WireTriageItem, categories: readonly string[]): Choice {
  const made = item.classification;
  const Guess = (output: string): string | undefined => EstimateOf(made, output)?.label;
  return {
    type: Known(Guess("type"), kTypes, made.type),
    category: Known(Guess("category"), categories, made.category),
    dimension: Known(Guess("dimension"), kDimensions, made.dimension),
    severity: Known(Guess("severity"), kSeverities, made.severity),
  };
}

export function ChoiceOf(made: WireClassification): Choice {
  const { type, category, dimension, severity } = made;
  return { type, category, dimension, severity };
}

/** What is said over what is in force: only what differs, or that all of it is right. */
export function CorrectionOf(choice: Choice, made: WireClassification, seen: number): Correction {
  const said: { -readonly [output in keyof Choice]?: string } = {};
  for (const output of ["type", "category", "dimension", "severity"] as const) {
    if (choice[output] === made[output]) continue;
    if (output === "dimension") said.dimension = choice.dimension || kNoDimensionSaid;
    else if (choice[output] !== "") said[output] = choice[output];
  }
  if (Object.keys(said).length === 0) return { seen_ordinal: seen, confirmed: true };
  return { seen_ordinal: seen, ...said };
}

/** The word after this one, and after the last the first. */
export function WordAfter(word: string, words: readonly string[]): string {
  return words[(words.indexOf(word) + 1) % words.length] ?? word;
}

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** The text in pieces, those marked that evidence names; pieces that overlap are one. */
export function PiecesOf(text: string, evidence: readonly WireEvidence[]): Piece[] {
  const points = [...text];
  const marked = points.map(() => false);
  for (const { begin, end } of evidence) {
    for (let at = Math.max(0, begin); at < Math.min(end, points.length); ++at) marked[at] = true;
  }
  const pieces: { text: string; marked: boolean }[] = [];
  points.forEach((point, at) => {
    const last = pieces.at(-1);
    if (last !== undefined && last.marked === marked[at]) last.text += point;
    else pieces.push({ text: point, marked: marked[at] === true });
  });
  return pieces;
}

/** The words that spoke for the category: by the model where it guessed one. */
export function SpokeFor(made: WireClassification): readonly WireEvidence[] {
  return EstimateOf(made, "category")?.evidence ?? made.evidence;
}

/** By their ids, so that a digit is the same category in every language; `other` last. */
export function InOrder(categories: readonly string[]): string[] {
  const named = categories.filter((id) => id !== "other").sort();
  return categories.includes("other") ? [...named, "other"] : named;
}

/** Those whose name or id has the words that are looked for. */
export function Found(
  categories: readonly string[],
  query: string,
  name: (id: string) => string,
): string[] {
  const wanted = query.trim().toLowerCase();
  return categories.filter((id) => `${name(id)} ${id}`.toLowerCase().includes(wanted));
}

/**
 * The list after it was asked for again: what is kept (what one looks at, what was taken back)
 * stays in front until it is decided, and what was sent from here does not come back.
 */
export function Renewed(
  before: readonly WireTriageItem[],
  fresh: readonly WireTriageItem[],
  kept: ReadonlySet<string>,
  sent: ReadonlySet<string>,
): WireTriageItem[] {
  const open = fresh.filter((item) => !sent.has(item.feedback_id));
  const ids = new Set(open.map((item) => item.feedback_id));
  const mine = before.filter((item) => kept.has(item.feedback_id) && !ids.has(item.feedback_id));
  return [...mine, ...open];
}

/** The item that is looked at once `gone` is decided: the one behind it, or the one before. */
export function AfterDecided(items: readonly WireTriageItem[], gone: string): string | null {
  const at = items.findIndex((item) => item.feedback_id === gone);
  return items[at + 1]?.feedback_id ?? items[at - 1]?.feedback_id ?? null;
}
