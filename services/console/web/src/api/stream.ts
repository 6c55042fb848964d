import { HeardTime } from "./server_clock";
import type { WireHeartbeat } from "./wire";

/** The console says something at least every 5 s; three times that without a word is a break. */
const kSilenceMs = 15_000;
const kFirstRetryMs = 1_000;
const kLastRetryMs = 15_000;

export interface StreamHandlers {
  /** What is done with each event, by its name. A snapshot says that the stream works. */
  readonly events: Readonly<Record<string, (body: never) => void>>;
  /** A new stream begins: what came before is to be forgotten when it says so. */
  readonly onOpen?: () => void;
  readonly onLive: (live: boolean) => void;
}

/**
 * Follows a stream of the console until the returned function is called. One that ends, is refused
 * or falls silent is opened again, later each time; each opening begins with a snapshot.
 */
export function Follow(path: string, handlers: StreamHandlers): () => void {
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
      if (name === "snapshot") retryMs = kFirstRetryMs;
      handle(JSON.parse((event as MessageEvent<string>).data) as T);
    });
  };

  const Open = (): void => {
    source = new EventSource(path);
    clearTimeout(silence);
    silence = setTimeout(Again, kSilenceMs);
    source.onopen = () => handlers.onOpen?.();
    source.onerror = Again;
    for (const [name, handle] of Object.entries(handlers.events)) On(name, handle);
    On<WireHeartbeat>("heartbeat", (beat) => HeardTime(beat.time));
  };

  // The browser knows before any silence tells; back again, nobody waits for the next try.
  const Back = (): void => {
    clearTimeout(timer);
    source?.close();
    Open();
  };

  addEventListener("offline", Again);
  addEventListener("online", Back);
  Open();
  return () => {
    removeEventListener("offline", Again);
    removeEventListener("online", Back);
    source?.close();
    clearTimeout(timer);
    clearTimeout(silence);
  };
}
