import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../../api/client";
import { GetFeedback, GetTicket, SubmitFeedback, Suggest } from "../../api/desk";
import { KeepDraft, LoadDraft } from "../../state/draft";
import { NewId } from "../../state/id";
import {
  CanSend,
  EmptyTaking,
  FeedbackOf,
  kNumberEveryMs,
  kNumberWithinMs,
  kPauseMs,
  kSuggestFrom,
  WithSuggestion,
  type Sending,
  type Taking,
} from "../../state/taking";

const kDraft = "taking";

function Kept(): Taking {
  const { taking } = LoadDraft(sessionStorage, kDraft);
  const empty = EmptyTaking(NewId());
  try {
    const kept: unknown = JSON.parse(taking ?? "null");
    return typeof kept === "object" && kept !== null ? { ...empty, ...kept } : empty;
  } catch {
    return empty;
  }
}

// Asks what the words are about once typing rests; an answer for older words changes nothing.
function useSuggestion(taking: Taking, change: (to: (before: Taking) => Taking) => void): void {
  const { words } = taking;
  useEffect(() => {
    if (words.trim().length < kSuggestFrom) return;
    const timer = setTimeout(() => {
      // Without a suggestion the form goes on: the machine classifies what is sent anyway.
      Suggest(words).then(
        (suggestion) => change((before) => WithSuggestion(before, words, suggestion)),
        () => undefined,
      );
    }, kPauseMs);
    return () => clearTimeout(timer);
  }, [words, change]);
}

async function Disposed(feedbackId: string): Promise<Sending | null> {
  const { disposition } = await GetFeedback(feedbackId);
  if (disposition === null) return null;
  if (disposition.ticket_id === undefined) return { step: "recorded" };
  const { ticket } = await GetTicket(disposition.ticket_id);
  return { step: "numbered", number: ticket.number, joined: disposition.kind === "joined" };
}

// Asks until the number is there, at most kNumberWithinMs; what fails on the way is asked again.
function useNumber(sending: Sending, set: (sending: Sending) => void): void {
  const waits = sending.step === "accepted" && !sending.late ? sending.feedbackId : "";
  useEffect(() => {
    if (waits === "") return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    const endMs = performance.now() + kNumberWithinMs;
    const Ask = async (): Promise<void> => {
      const found = await Disposed(waits).catch(() => null);
      if (ended) return;
      if (found !== null) return set(found);
      if (performance.now() > endMs) {
        return set({ step: "accepted", feedbackId: waits, late: true });
      }
      timer = setTimeout(() => void Ask(), kNumberEveryMs);
    };
    void Ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [waits, set]);
}

export interface TakingData {
  readonly taking: Taking;
  readonly sending: Sending;
  readonly error: unknown;
  readonly change: (to: (before: Taking) => Taking) => void;
  readonly send: () => void;
  readonly askAgain: () => void;
  readonly next: () => void;
}

/** The call that is taken down: kept over a reload, sent once. */
export function useTaking(): TakingData {
  const [taking, setTaking] = useState<Taking>(Kept);
  const [sending, setSending] = useState<Sending>({ step: "writing" });
  const [error, setError] = useState<unknown>(null);
  const underWay = useRef(false);
  const change = useCallback((to: (before: Taking) => Taking) => setTaking(to), []);
  useEffect(() => {
    KeepDraft(sessionStorage, kDraft, { taking: JSON.stringify(taking) });
  }, [taking]);
  useSuggestion(taking, change);
  useNumber(sending, setSending);
  const Send = (): void => {
    const may = sending.step === "writing" || sending.step === "failed";
    if (!CanSend(taking) || underWay.current || !may) return;
    underWay.current = true;
    setSending({ step: "sending" });
    setError(null);
    SubmitFeedback(FeedbackOf(taking))
      .then(
        ({ feedback_id: feedbackId }) => setSending({ step: "accepted", feedbackId, late: false }),
        (fault: unknown) => {
          setError(fault);
          setSending({ step: "failed", slug: fault instanceof ApiError ? fault.slug : "unknown" });
        },
      )
      .finally(() => (underWay.current = false));
  };
  return {
    taking,
    sending,
    error,
    change,
    send: Send,
    askAgain: () =>
      sending.step === "accepted" &&
      setSending({ step: "accepted", feedbackId: sending.feedbackId, late: false }),
    next: () => {
      setTaking(EmptyTaking(NewId()));
      setSending({ step: "writing" });
      setError(null);
    },
  };
}

