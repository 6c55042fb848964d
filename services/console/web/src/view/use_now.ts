import { useEffect, useState } from "react";

/** The time, anew at each full second of the given clock. */
export function useNow(skewMs: number): number {
  const [now, setNow] = useState(() => Date.now() + skewMs);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const Tick = (): void => {
      const time = Date.now() + skewMs;
      setNow(time);
      timer = setTimeout(Tick, 1000 - (((time % 1000) + 1000) % 1000));
    };
    Tick();
    return () => clearTimeout(timer);
  }, [skewMs]);
  return now;
}
