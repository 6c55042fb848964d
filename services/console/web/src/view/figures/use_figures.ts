import { useEffect, useRef, useState } from "react";
import { Follow } from "../../api/stream";
import type { WireHeartbeat, WireKpiUpdate } from "../../api/wire";
import { kNoFigures, TakeFigures, type FigureBook } from "../../state/figures";

export interface WatchedFigures {
  readonly book: FigureBook;
  /** When figures last came, by this machine's clock; 0 before the first. */
  readonly heardMs: number;
  /** The stream stands. */
  readonly live: boolean;
  /** The stream was tried and did not open. */
  readonly failed: boolean;
}

const kNothing: WatchedFigures = { book: kNoFigures, heardMs: 0, live: true, failed: false };

/**
 * Follows the figures of some views, `24h:branch`, and a filter, `branch_id=b1`. What was heard of
 * other views before stays until the new ones speak.
 */
export function useFigureWatch(views: readonly string[], filter = ""): WatchedFigures {
  const [watched, setWatched] = useState(kNothing);
  const asked = useRef(0);
  const path = `/v1/watch/kpis?views=${views.join(",")}${filter === "" ? "" : `&${filter}`}`;
  useEffect(() => {
    const own = ++asked.current;
    const Take = (update: WireKpiUpdate, kind: "snapshot" | "change"): void =>
      setWatched((before) => {
        if (asked.current !== own) return before;
        const book = TakeFigures(before.book, update, kind);
        return { book, heardMs: Date.now(), live: true, failed: false };
      });
    return Follow(path, {
      events: {
        snapshot: (update: WireKpiUpdate) => Take(update, "snapshot"),
        change: (update: WireKpiUpdate) => Take(update, "change"),
        resync: () => undefined,
        heartbeat: (_: WireHeartbeat) => undefined,
      },
      onLive: (live) =>
        setWatched((before) => ({ ...before, live, failed: before.failed || !live })),
    });
  }, [path]);
  return watched;
}
