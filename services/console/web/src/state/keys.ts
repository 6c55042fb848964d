/** What a key does on the agent's pages. The names are those of text/. */
export const kKeys = {
  j: "next",
  k: "previous",
  Enter: "open",
  t: "take",
  r: "reply",
  n: "note",
  w: "wait",
  x: "transfer",
  e: "resolve",
  m: "merge",
  d: "decline",
  c: "new",
  i: "inbox",
  "/": "search",
  "?": "help",
  Escape: "leave",
} as const;
export type Stroke = (typeof kKeys)[keyof typeof kKeys];

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  /** Whether the key goes into a field that takes text. */
  readonly inField: boolean;
}

/**
 * What is meant; null for what the field or the browser is to have. While somebody writes (or an
 * input method composes) only Escape is ours.
 */
export function StrokeOf(press: KeyPress): Stroke | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
  if (press.inField && press.key !== "Escape") return null;
  return (kKeys as Record<string, Stroke>)[press.key] ?? null;
}

/** The one key that sends: Ctrl+Enter, on a Mac also with the command key. */
export function IsSend(press: Pick<KeyPress, "key" | "ctrlKey" | "metaKey" | "isComposing">) {
  return press.key === "Enter" && (press.ctrlKey || press.metaKey) && !press.isComposing;
}

/** The id that is chosen after a step from `chosen`; what left the list gives its place up. */
export function Step(ids: readonly string[], chosen: string | null, by: 1 | -1): string | null {
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  if (at < 0) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
}
