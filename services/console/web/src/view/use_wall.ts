import { useEffect, useReducer, useRef, useState } from "react";
import { ApiError, GetBranches, GetKpis } from "../api/client";
import { WatchBreaches } from "../api/watch";
import type { WireBranch } from "../api/wire";
import { kNoBreaches, ReduceBreaches, type BreachState } from "../state/breaches";
import { KeepHistory, LoadHistory, WithSample, type Sample } from "../state/history";
import { ViewKpis, type KpiView } from "../state/kpis";

const kPollMs = 1_000;
/** A page that nobody sees asks less often. */
const kHiddenPollMs = 10_000;
const kBranchesMs = 60_000;

export interface WallData {
  readonly kpis: KpiView | null;
  readonly history: readonly Sample[];
  readonly breaches: BreachState;
  /** When figures last came, by this machine's clock; 0 before the first. */
  readonly heardMs: number;
  readonly streaming: boolean;
  readonly skewMs: number;
  readonly denied: boolean;
  /** The latest question had no answer. */
  readonly failed: boolean;
}

interface Figures {
  kpis: KpiView | null;
  history: readonly Sample[];
  heardMs: number;
  denied: boolean;
  failed: boolean;
}

class Poller {
  private branches: readonly WireBranch[] = [];
  private branchesMs = Number.NEGATIVE_INFINITY;

  async Ask(): Promise<KpiView> {
    const [fiveMinutes, hour, byBranch] = await Promise.all([
      GetKpis("5m", "none"),
      GetKpis("1h", "none"),
      GetKpis("5m", "branch"),
      this.AskBranches(),
    ]);
    return ViewKpis({ fiveMinutes, hour, byBranch, branches: this.branches });
  }

  private async AskBranches(): Promise<void> {
    if (performance.now() - this.branchesMs < kBranchesMs) return;
    this.branches = await GetBranches();
    this.branchesMs = performance.now();
  }
}

function useFigures(onSignedOut: () => void): Figures {
  const [figures, setFigures] = useState<Figures>(() => ({
    kpis: null,
    history: LoadHistory(sessionStorage, Date.now()),
    heardMs: 0,
    denied: false,
    failed: false,
  }));
  const signedOut = useRef(onSignedOut);
  signedOut.current = onSignedOut;
  useEffect(() => {
    const poller = new Poller();
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const Taken = (kpis: KpiView): void =>
      setFigures((before) => {
        const now = Date.now();
        const inflow = kpis.rebuilding ? null : kpis.inflowPerMinute;
        const history =
          inflow === null
            ? before.history
            : WithSample(before.history, { timeMs: now, value: inflow });
        if (history !== before.history) KeepHistory(sessionStorage, history);
        return { kpis, history, heardMs: now, denied: false, failed: false };
      });
    const Failed = (error: unknown): void => {
      const status = error instanceof ApiError ? error.status : 0;
      if (status === 401) signedOut.current();
      setFigures((before) => ({ ...before, denied: status === 403, failed: true }));
    };
    const Round = async (): Promise<void> => {
      const start = performance.now();
      await poller.Ask().then((kpis) => ended || Taken(kpis), Failed);
      if (ended) return;
      const pause = document.hidden ? kHiddenPollMs : kPollMs;
      timer = setTimeout(Round, Math.max(50, pause - (performance.now() - start)));
    };
    void Round();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
  return figures;
}

/** All that the wall shows, kept up to date: figures asked each second, breaches as they come. */
export function useWall(onSignedOut: () => void): WallData {
  const figures = useFigures(onSignedOut);
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
