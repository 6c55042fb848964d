import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../../api/client";
import { Correct, GetTriage } from "../../api/triage";
import type { WireCorrected, WireTriageItem } from "../../api/wire_triage";
import { Step } from "../../state/keys";
import { Once } from "../../state/once";
import {
  AfterDecided,
  ChoiceOf,
  CorrectionOf,
  Renewed,
  SuggestionOf,
  type Choice,
} from "../../state/triage";

/** A list that colleagues work at too. */
const kAgainMs = 10_000;
/** With fewer left more are asked for, so that there is always a next one. */
const kFew = 5;

export type Told =
  | { readonly kind: "none" }
  | { readonly kind: "decided"; readonly category: string }
  | { readonly kind: "undone" }
  | { readonly kind: "failed"; readonly error: unknown };

interface Listed {
  readonly items: readonly WireTriageItem[];
  readonly categories: readonly string[];
  readonly total: number;
  readonly known: boolean;
}

export interface TriageData extends Listed {
  readonly at: WireTriageItem | null;
  readonly choice: Choice | null;
  readonly told: Told;
  readonly fault: unknown;
  readonly undoable: boolean;
  readonly move: (by: 1 | -1) => void;
  readonly change: (part: Partial<Choice>) => void;
  /** Sends what is chosen, with this category where one is named; the next is there at once. */
  readonly decide: (category?: string) => void;
  readonly undo: () => void;
  readonly again: () => void;
}

/** The last decision, which may still be on its way. */
interface Decided {
  readonly item: WireTriageItem;
  readonly done: Promise<WireCorrected>;
}

const kNothing: Listed = { items: [], categories: [], total: 0, known: false };

// A decision that another one came before is no longer ours to make; all else can be tried again.
function IsLost(error: unknown): boolean {
  return error instanceof ApiError && error.slug === "classification-changed";
}

const Without = (list: Listed, id: string): Listed => ({
  ...list,
  items: list.items.filter((item) => item.feedback_id !== id),
  total: Math.max(0, list.total - 1),
});

const With = (list: Listed, item: WireTriageItem): Listed => ({
  ...list,
  items: [item, ...list.items.filter((one) => one.feedback_id !== item.feedback_id)],
  total: list.total + 1,
});

/** What was sent, what was taken back, and the ids under which it is tried again. */
class Ledger {
  readonly sent = new Set<string>();
  readonly undone = new Set<string>();
  private readonly requests = new Map<string, Once>();

  send(item: WireTriageItem, choice: Choice): Promise<WireCorrected> {
    const id = item.feedback_id;
    const once = this.requests.get(id) ?? new Once();
    this.requests.set(id, once);
    const body = CorrectionOf(choice, item.classification, item.ordinal);
    this.sent.add(id);
    const done = Correct(id, once.idOf(body), body);
    done.then(
      () => once.decided(),
      () => undefined,
    );
    return done;
  }
}

function useList(ledger: Ledger, lookedAt: string | null) {
  const [list, setList] = useState<Listed>(kNothing);
  const [fault, setFault] = useState<unknown>(null);
  const looked = useRef(lookedAt);
  looked.current = lookedAt;
  const again = useCallback((): void => {
    GetTriage().then((fresh) => {
      const kept = new Set(ledger.undone);
      if (looked.current !== null) kept.add(looked.current);
      setList((before) => ({
        items: Renewed(before.items, fresh.items, kept, ledger.sent),
        categories: fresh.categories,
        total: fresh.total,
        known: true,
      }));
      setFault(null);
    }, setFault);
  }, [ledger]);
  useEffect(() => {
    again();
    const timer = setInterval(() => document.hidden || again(), kAgainMs);
    return () => clearInterval(timer);
  }, [again]);
  return { list, setList, fault, again };
}

/** What the classifier leaves to people, and what becomes of it. */
export function useTriage(): TriageData {
  const ledger = useRef(new Ledger()).current;
  const [lookedAt, setLookedAt] = useState<string | null>(null);
  const { list, setList, fault, again } = useList(ledger, lookedAt);
  const [edits, setEdits] = useState<Readonly<Record<string, Choice>>>({});
  const [told, setTold] = useState<Told>({ kind: "none" });
  const [last, setLast] = useState<Decided | null>(null);
  const at = list.items.find((item) => item.feedback_id === lookedAt) ?? list.items[0] ?? null;
  const id = at?.feedback_id ?? null;
  const choice = at === null ? null : (edits[at.feedback_id] ?? SuggestionOf(at, list.categories));
  useEffect(() => setLookedAt(id), [id]);

  const back = (item: WireTriageItem): void => {
    ledger.sent.delete(item.feedback_id);
    setList((before) => With(before, item));
    setLookedAt(item.feedback_id);
  };
  const decide = (category?: string): void => {
    if (at === null || choice === null) return;
    const chosen = category === undefined ? choice : { ...choice, category };
    const done = ledger.send(at, chosen);
    ledger.undone.delete(at.feedback_id);
    setLookedAt(AfterDecided(list.items, at.feedback_id));
    setList((before) => Without(before, at.feedback_id));
    setLast({ item: at, done });
    setTold({ kind: "decided", category: chosen.category });
    done.catch((error: unknown) => {
      setTold({ kind: "failed", error });
      setLast((before) => (before?.done === done ? null : before));
      if (!IsLost(error)) back(at);
    });
    if (list.items.length <= kFew && list.total > list.items.length) again();
  };
  const undo = (): void => {
    if (last === null) return;
    const { item, done } = last;
    setLast(null);
    const former = ChoiceOf(item.classification);
    const undone = done.then((after) => ledger.send({ ...item, ...after }, former));
    undone.then(
      (after) => {
        ledger.undone.add(item.feedback_id);
        back({ ...item, ...after });
        setTold({ kind: "undone" });
      },
      (error: unknown) => setTold({ kind: "failed", error }),
    );
  };
  return {
    ...list,
    at,
    choice,
    told,
    fault,
    undoable: last !== null,
    move: (by) => setLookedAt(Step(list.items.map((item) => item.feedback_id), id, by)),
    change: (part) => {
      if (at !== null && choice !== null) {
        setEdits((before) => ({ ...before, [at.feedback_id]: { ...choice, ...part } }));
      }
    },
    decide,
    undo,
    again,
  };
}
