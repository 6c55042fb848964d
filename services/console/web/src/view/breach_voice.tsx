import { memo, useEffect, useRef, useState } from "react";
import type { Breach } from "../state/breaches";
import { useSpeech } from "./language";

/** A screen reader is told of breaches together, so that one does not cut off the other. */
const kGatherMs = 4_000;

interface BreachVoiceProps {
  breaches: readonly Breach[];
  nameOf: (branchId: string) => string;
}

/** Says new breaches to those who listen. The ticking list itself would never be silent. */
export const BreachVoice = memo(function BreachVoice({ breaches, nameOf }: BreachVoiceProps) {
  const { say } = useSpeech();
  const [said, setSaid] = useState("");
  const latest = useRef({ breaches, nameOf, say });
  latest.current = { breaches, nameOf, say };
  useEffect(() => {
    let saidMs = Date.now();
    const timer = setInterval(() => {
      const { breaches: now, nameOf: name, say: speak } = latest.current;
      const fresh = now.filter((breach) => breach.arrivedMs > saidMs);
      saidMs = Math.max(saidMs, ...fresh.map((breach) => breach.arrivedMs));
      const [first] = fresh;
      if (first === undefined) return;
      const id = fresh.length === 1 ? "breach.said.one" : "breach.said.many";
      const branch = name(first.branchId);
      setSaid(speak(id, { count: fresh.length, number: first.number, branch }));
    }, kGatherMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="unseen" aria-live="polite" role="status">
      {said}
    </p>
  );
});
