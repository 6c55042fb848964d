import type { BreachAction } from "../state/breaches";
import { Follow } from "./stream";
import type { WireChange, WireHeartbeat, WireSnapshot } from "./wire";

export interface WatchHandlers {
  onAction: (action: BreachAction) => void;
  /** The server's clock less this machine's, in milliseconds. */
  onSkew: (skewMs: number) => void;
  onLive: (live: boolean) => void;
}

/** Follows the breached tickets until the returned function is called. */
export function WatchBreaches({ onAction, onSkew, onLive }: WatchHandlers): () => void {
  const Again = (): void => onAction({ kind: "resync" });
  return Follow("/v1/watch/tickets?breached=true", {
    events: {
      snapshot: (page: WireSnapshot) => onAction({ kind: "snapshot", page, now: Date.now() }),
      change: (change: WireChange) => onAction({ kind: "change", change, now: Date.now() }),
      resync: Again,
      heartbeat: (beat: WireHeartbeat) => onSkew(Date.parse(beat.time) - Date.now()),
    },
    onOpen: Again,
    onLive,
  });
}
