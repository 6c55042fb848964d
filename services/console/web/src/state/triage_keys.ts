import type { KeyPress } from "./keys";

/** What a key does on the page of what the classifier leaves to people. */
export const kTriageKeys = {
  j: "next",
  ArrowDown: "next",
  ArrowRight: "next",
  k: "previous",
  ArrowUp: "previous",
  ArrowLeft: "previous",
  Enter: "confirm",
  t: "type",
  s: "severity",
  d: "dimension",
  u: "undo",
  "/": "search",
  "?": "help",
  Escape: "leave",
} as const;
export type TriageStroke =
  | { readonly kind: (typeof kTriageKeys)[keyof typeof kTriageKeys] }
  | { readonly kind: "category"; readonly place: number };

/** What is meant; null for what the field or the browser is to have. A digit names a category. */
export function TriageStrokeOf(press: KeyPress): TriageStroke | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
  if (press.inField && press.key !== "Escape") return null;
  if (/^[1-9]$/.test(press.key)) return { kind: "category", place: Number(press.key) - 1 };
  if (!Object.hasOwn(kTriageKeys, press.key)) return null;
  return { kind: kTriageKeys[press.key as keyof typeof kTriageKeys] };
}
