import { useEffect, useState } from "react";
import { GetFeedback } from "../../api/desk";
import type { WireFeedback } from "../../api/wire";

/** What was said never changes, so it is asked for once a tab. */
const kept = new Map<string, WireFeedback>();
const kKeptMax = 500;

/** One piece of feedback; null until it is here, "missing" where it cannot be had. */
export function useWords(feedbackId: string): WireFeedback | "missing" | null {
  const [words, setWords] = useState<WireFeedback | "missing" | null>(
    () => kept.get(feedbackId) ?? null,
  );
  useEffect(() => {
    let ended = false;
    if (kept.has(feedbackId) || feedbackId === "") return;
    GetFeedback(feedbackId).then(
      (feedback) => {
        if (kept.size >= kKeptMax) kept.clear();
        kept.set(feedbackId, feedback);
        if (!ended) setWords(feedback);
      },
      () => ended || setWords("missing"),
    );
    return () => void (ended = true);
  }, [feedbackId]);
  return words;
}
