/** The rooms of the administration. */
export const kRooms = ["organization", "users", "keys", "policies"] as const;
export type Room = (typeof kRooms)[number];

export interface Place {
  branch_id: string;
  region_id: string;
  name_zh: string;
  name_en: string;
  calendar_id?: string;
  zone?: string;
}
export interface Region {
  region_id: string;
  name_zh: string;
  name_en: string;
  zone?: string;
}
export interface Person {
  agent_id: string;
  name?: string;
  mail?: string;
  role?: string;
  branch_id?: string;
}
export interface Organization {
  regions: Region[];
  branches: Place[];
  people?: Person[];
}

export interface Standard {
  id: string;
  when?: Record<string, (string | number)[]>;
  clocks: Record<string, { target_ms?: number; days?: number; day_kind?: string }>;
  warn_share_percent?: number[];
}
export interface Sla {
  calendar_id: string;
  standards?: Standard[];
  response_target_ms?: number;
}

type Window = [string, string];
export interface Calendar {
  zone: string;
  week?: Record<string, Window[]>;
  holidays?: string[];
  dates?: Record<string, Window[]>;
  known_until?: string;
}

/** Null where the text is no JSON object. The service has judged it: this is only for showing. */
export function ReadDocument<T>(text: string): T | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as T)
      : null;
  } catch {
    return null;
  }
}

export function Pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The words of a severity, the lowest first. */
export const kSeverities = ["low", "normal", "high", "critical"];

interface RuleUse {
  before: number;
  after: number;
}

/** Those that would decide more or fewer pieces than they did; in the order given. */
export function ChangedRules<T extends RuleUse>(rules: readonly T[]): T[] {
  return rules.filter((rule) => rule.before !== rule.after);
}

export const kDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const kUnits = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
] as const;
export type Unit = (typeof kUnits)[number][0];

/** 5,400,000 is one hour and thirty minutes; what is less than a second is left out. */
export function DurationParts(ms: number): [Unit, number][] {
  const parts: [Unit, number][] = [];
  let rest = Math.max(0, Math.floor(ms));
  for (const [unit, size] of kUnits) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push([unit, count]);
    rest -= count * size;
  }
  return parts.length === 0 ? [["seconds", 0]] : parts;
}

/** Dates such as 2026-10-01 by their month, 2026-10, both in order. */
export function ByMonth(dates: readonly string[]): [string, string[]][] {
  const months = new Map<string, string[]>();
  for (const date of [...dates].sort()) {
    const month = date.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), date.slice(8)]);
  }
  return [...months];
}

export interface DiffLine {
  kind: "same" | "gone" | "new";
  text: string;
}

/** Above this the middle is shown as replaced whole: comparing costs the product of the lengths. */
const kComparedMax = 1_500;

// Of each pair of places, how long the longest run of common lines after them is.
function CommonAfter(before: readonly string[], after: readonly string[]): number[][] {
  const common = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i]![j] =
        before[i] === after[j]
          ? common[i + 1]![j + 1]! + 1
          : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  return common;
}

function Compared(before: readonly string[], after: readonly string[]): DiffLine[] {
  const Lines = (kind: DiffLine["kind"], lines: readonly string[]): DiffLine[] =>
    lines.map((text) => ({ kind, text }));
  if (Math.max(before.length, after.length) > kComparedMax) {
    return [...Lines("gone", before), ...Lines("new", after)];
  }
  const common = CommonAfter(before, after);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      lines.push({ kind: "same", text: before[i]! });
      i += 1;
      j += 1;
    } else if (common[i + 1]![j]! >= common[i]![j + 1]!) {
      lines.push({ kind: "gone", text: before[i]! });
      i += 1;
    } else {
      lines.push({ kind: "new", text: after[j]! });
      j += 1;
    }
  }
  return [...lines, ...Lines("gone", before.slice(i)), ...Lines("new", after.slice(j))];
}

/** Line by line, of the documents written the same way. */
export function Difference(before: string, after: string): DiffLine[] {
  const left = Pretty(before).split("\n");
  const right = Pretty(after).split("\n");
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  const room = Math.min(left.length, right.length) - head;
  while (tail < room && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const Same = (lines: string[]): DiffLine[] => lines.map((text) => ({ kind: "same", text }));
  return [
    ...Same(left.slice(0, head)),
    ...Compared(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...Same(left.slice(left.length - tail)),
  ];
}

/** What changed with `around` lines beside it; null stands for lines that are left out. */
export function Excerpt(lines: readonly DiffLine[], around = 3): (DiffLine | null)[] {
  const shown = new Set<number>();
  lines.forEach((line, at) => {
    if (line.kind === "same") return;
    for (let i = at - around; i <= at + around; i += 1) shown.add(i);
  });
  const out: (DiffLine | null)[] = [];
  lines.forEach((line, at) => {
    if (shown.has(at)) out.push(line);
    else if (out.at(-1) !== null) out.push(null);
  });
  return out;
}

/** Reads JSON as far as to know where each of its places begins. */
class Places {
  readonly starts = new Map<string, number>();
  private at = 0;

  constructor(private readonly text: string) {
    this.Value("");
  }

  private Blank(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }
  private Word(): string {
    const found = /^"(?:[^"\\]|\\.)*"/.exec(this.text.slice(this.at));
    if (found === null) throw new SyntaxError("no text");
    this.at += found[0].length;
    return JSON.parse(found[0]) as string;
  }
  private Value(place: string): void {
    this.Blank();
    if (!this.starts.has(place)) this.starts.set(place, this.at);
    const first = this.text[this.at];
    if (first === "{") return this.Inside("}", place, true);
    if (first === "[") return this.Inside("]", place, false);
    if (first === '"') return void this.Word();
    const found = /^[^\s,\]}]+/.exec(this.text.slice(this.at));
    if (found === null) throw new SyntaxError("no value");
    this.at += found[0].length;
  }
  private Inside(end: string, place: string, named: boolean): void {
    this.at += 1;
    for (let index = 0; ; index += 1) {
      this.Blank();
      if (this.text[this.at] === ",") {
        this.at += 1;
        this.Blank();
      }
      if (this.text[this.at] === end) break;
      if (this.at >= this.text.length) throw new SyntaxError("no end");
      let child = `${place}[${index}]`;
      if (named) {
        const start = this.at;
        const name = this.Word();
        child = place === "" ? name : `${place}.${name}`;
        this.starts.set(child, start);
        this.Blank();
        this.at += 1;
      }
      this.Value(child);
    }
    this.at += 1;
  }
}

/**
 * Where in the text the place of a refusal begins, such as standards[0].id: the place itself, else
 * the nearest around it, else where a name like its last one stands first. -1 where there is none.
 */
export function OffsetOf(text: string, field: string): number {
  let starts = new Map<string, number>();
  try {
    starts = new Places(text).starts;
  } catch {
    return -1;
  }
  for (let place = field; place !== ""; place = place.replace(/(\.|\[|^)[^.[]*$/, "")) {
    const found = starts.get(place);
    if (found !== undefined) return found;
  }
  const last = field.split(".").at(-1) ?? field;
  for (const [place, start] of starts) {
    if (place.endsWith(`.${last}`)) return start;
  }
  return -1;
}

/** From 1. */
export function LineOf(text: string, offset: number): number {
  return text.slice(0, Math.max(0, offset)).split("\n").length;
}
