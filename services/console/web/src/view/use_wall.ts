import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { ApiError, GetBranches } from "../api/client";
import { WatchBreaches } from "../api/watch";
import type { WireBranch, WireKpi } from "../api/wire";
import { kNoBreaches, ReduceBreaches, type BreachState } from "../state/breaches";
import { FiguresOf, type FigureWindow } from "../state/figures";
import { KeepHistory, LoadHistory, WithSample, type Sample } from "../state/history";
import { ViewKpis, type KpiView } from "../state/kpis";
import { useFigureWatch } from "./figures/use_figures";

const kBranchesMs = 60_000;
/** While the figures are away it is asked more often whether this person may see them at all. */
const kAwayMs = 3_000;
const kSampleMs = 900;

export interface WallData {
  readonly kpis: KpiView | null;
  /** Of the longer window. */
  readonly quality: readonly WireKpi[];
  readonly history: readonly Sample[];
  readonly breaches: BreachState;
  /** When figures last came, by this machine's clock; 0 before the first. */
  readonly heardMs: number;
  readonly streaming: boolean;
  readonly skewMs: number;
  readonly denied: boolean;
  /** The stream of figures is away. */
  readonly failed: boolean;
}

// A stream does not say why it was refused; this question does.
function useBranches(
  away: boolean,
  onSignedOut: () => void,
): { branches: readonly WireBranch[]; denied: boolean } {
  const [answer, setAnswer] = useState({ branches: [] as readonly WireBranch[], denied: false });
  const signedOut = useRef(onSignedOut);
  signedOut.current = onSignedOut;
  useEffect(() => {
    const Ask = (): void => {
      GetBranches().then(
        (branches) => setAnswer({ branches, denied: false }),
        (error: unknown) => {
          const status = error instanceof ApiError ? error.status : 0;
          if (status === 401) signedOut.current();
          if (status === 403) setAnswer((before) => ({ ...before, denied: true }));
        },
      );
    };
    Ask();
    const timer = setInterval(Ask, away ? kAwayMs : kBranchesMs);
    return () => clearInterval(timer);
  }, [away]);
  return answer;
}

function useHistory(kpis: KpiView | null): readonly Sample[] {
  const [history, setHistory] = useState(() => LoadHistory(sessionStorage, Date.now()));
  const lastMs = useRef(0);
  useEffect(() => {
    const value = kpis === null || kpis.rebuilding ? null : kpis.inflowPerMinute;
    const now = Date.now();
    if (value === null || now - lastMs.current < kSampleMs) return;
    lastMs.current = now;
    setHistory((before) => {
      const after = WithSample(before, { timeMs: now, value });
      KeepHistory(sessionStorage, after);
      return after;
    });
  }, [kpis]);
  return history;
}

function useFigures(window: FigureWindow, onSignedOut: () => void) {
  const quality = `${window}:none`;
  const views = useMemo(
    () => [...new Set(["5m:none", "1h:none", "5m:branch", quality])],
    [quality],
  );
  const { book, heardMs, live } = useFigureWatch(views);
  const { branches, denied } = useBranches(!live, onSignedOut);
  const kpis = useMemo(() => {
    if (heardMs === 0) return null;
    return ViewKpis({
      fiveMinutes: FiguresOf(book, "5m:none"),
      hour: FiguresOf(book, "1h:none"),
      byBranch: FiguresOf(book, "5m:branch"),
      branches,
    });
  }, [book, heardMs, branches]);
  const history = useHistory(kpis);
  return { kpis, quality: FiguresOf(book, quality), history, heardMs, denied, failed: !live };
}

/** All that the wall shows, as it comes: figures and breaches, each by a stream of its own. */
export function useWall(window: FigureWindow, onSignedOut: () => void): WallData {
  const figures = useFigures(window, onSignedOut);
  const [breaches, act] = useReducer(ReduceBreaches, kNoBreaches);
  const [streaming, setStreaming] = useState(true);
  const [skewMs, setSkew] = useState(0);
  useEffect(
    () =>
      WatchBreaches({
        onAction: act,
        onLive: setStreaming,
        // Below a tenth of a second it is the network, not the clock.
        onSkew: (skew) => setSkew((before) => (Math.abs(skew - before) > 100 ? skew : before)),
      }),
    [],
  );
  return { ...figures, breaches, streaming, skewMs };
}
