import type { BreachAction } from "../state/breaches";
import type { WireChange, WireHeartbeat, WireSnapshot } from "./wire";

/** The console says something at least every 5 s; three times that without a word is a break. */
const kSilenceMs = 15_000;
const kFirstRetryMs = 1_000;
const kLastRetryMs = 15_000;

export interface WatchHandlers {
  onAction: (action: BreachAction) => void;
  /** The server's clock less this machine's, in milliseconds. */
  onSkew: (skewMs: number) => void;
  onLive: (live: boolean) => void;
}

/**
 * Follows the breached tickets until the returned function is called. A stream that ends, is
 * refused or falls silent is opened again, later each time; each opening begins with a snapshot.
 */
export function WatchBreaches(handlers: WatchHandlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retryMs = kFirstRetryMs;

  const Again = (): void => {
    source?.close();
    source = null;
    clearTimeout(silence);
    clearTimeout(timer);
    handlers.onLive(false);
    timer = setTimeout(Open, retryMs);
    retryMs = Math.min(retryMs * 2, kLastRetryMs);
  };

  const Heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(Again, kSilenceMs);
    handlers.onLive(true);
  };

  const On = <T>(name: string, handle: (body: T) => void): void => {
    source?.addEventListener(name, (event) => {
      Heard();
      handle(JSON.parse((event as MessageEvent<string>).data) as T);
    });
  };

  const Open = (): void => {
    source = new EventSource("/v1/watch/tickets?breached=true");
    silence = setTimeout(Again, kSilenceMs);
    source.onopen = () => handlers.onAction({ kind: "resync" });
    source.onerror = Again;
    On<WireSnapshot>("snapshot", (page) => {
      retryMs = kFirstRetryMs;
      handlers.onAction({ kind: "snapshot", page, now: Date.now() });
    });
    On<WireChange>("change", (change) => {
      handlers.onAction({ kind: "change", change, now: Date.now() });
    });
    On<object>("resync", () => handlers.onAction({ kind: "resync" }));
    On<WireHeartbeat>("heartbeat", (beat) => {
      handlers.onSkew(Date.parse(beat.time) - Date.now());
    });
  };

  Open();
  return () => {
    source?.close();
    clearTimeout(timer);
    clearTimeout(silence);
  };
}
