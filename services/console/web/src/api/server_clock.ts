// Due times are of the server's clock; this machine's may be wrong by minutes.

/** Below this it is the network, not the clock. */
const kNoticedMs = 100;

let skewMs = 0;

/** Takes what the server said its time is. */
export function HeardTime(time: string): void {
  const skew = Date.parse(time) - Date.now();
  if (Number.isFinite(skew) && Math.abs(skew - skewMs) > kNoticedMs) skewMs = skew;
}

/** Now, by the server's clock as far as it was heard, in milliseconds. */
export function ServerNow(): number {
  return Date.now() + skewMs;
}
