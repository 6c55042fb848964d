import { useCallback, useEffect, useState } from "react";
import { GetCalls, GetReplyTasks } from "../../api/followup";
import type { WireDelivery, WireLoop } from "../../api/wire_followup";

/** A list that colleagues work at too. */
const kAgainMs = 10_000;

export interface CallsData {
  readonly calls: readonly WireLoop[];
  readonly tasks: readonly WireDelivery[];
  readonly known: boolean;
  readonly fault: unknown;
  readonly again: () => void;
}

/** What of coming back to customers is left to people. */
export function useCalls(): CallsData {
  const [calls, setCalls] = useState<readonly WireLoop[]>([]);
  const [tasks, setTasks] = useState<readonly WireDelivery[]>([]);
  const [known, setKnown] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const load = useCallback((): void => {
    Promise.all([GetCalls(), GetReplyTasks()]).then(([loops, deliveries]) => {
      setCalls(loops);
      setTasks(deliveries);
      setKnown(true);
      setFault(null);
    }, setFault);
  }, []);
  useEffect(() => {
    load();
    const timer = setInterval(() => document.hidden || load(), kAgainMs);
    return () => clearInterval(timer);
  }, [load]);
  return { calls, tasks, known, fault, again: load };
}
