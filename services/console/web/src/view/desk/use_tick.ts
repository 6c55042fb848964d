import { useSyncExternalStore } from "react";
import { ServerNow } from "../../api/server_clock";

// One timer for all clocks in sight; each reads the time when it is drawn.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let second = Math.floor(Date.now() / 1000);

function Tick(): void {
  const now = ServerNow();
  second = Math.floor(now / 1000);
  for (const listener of listeners) listener();
  timer = setTimeout(Tick, 1000 - (((now % 1000) + 1000) % 1000));
}

function Subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) Tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

const Now = (): number => second;

/** The server's time in whole seconds, as milliseconds, anew at each second. */
export function useTick(): number {
  return useSyncExternalStore(Subscribe, Now, Now) * 1000;
}
