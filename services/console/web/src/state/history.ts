/** One point of the inflow line. */
export interface Sample {
  readonly timeMs: number;
  readonly value: number;
}

export const kHistoryMs = 30 * 60_000;
export const kSampleMs = 5_000;
const kStorageKey = "recourse.inflow";

/** The history with one more value; at most one each five seconds, at most half an hour back. */
export function WithSample(history: readonly Sample[], next: Sample): readonly Sample[] {
  const last = history.at(-1);
  if (last !== undefined && next.timeMs - last.timeMs < kSampleMs) return history;
  return [...history, next].filter((sample) => sample.timeMs > next.timeMs - kHistoryMs);
}

function IsSample(value: unknown): value is Sample {
  if (typeof value !== "object" || value === null) return false;
  const { timeMs, value: number } = value as Record<string, unknown>;
  return Number.isFinite(timeMs) && Number.isFinite(number);
}

/** What this tab drew before it was loaded again; anything else in its place is nothing. */
export function LoadHistory(storage: Storage, now: number): readonly Sample[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(kStorageKey) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter(IsSample).filter((sample) => sample.timeMs > now - kHistoryMs);
  } catch {
    return [];
  }
}

export function KeepHistory(storage: Storage, history: readonly Sample[]): void {
  try {
    storage.setItem(kStorageKey, JSON.stringify(history));
  } catch {
    // A browser that keeps nothing draws the line anew after a reload: no more is lost.
  }
}
