import { useCallback, useEffect, useState } from "react";

export interface Asked<T> {
  /** Null until the first answer. */
  value: T | null;
  error: unknown;
  again: () => void;
}

/** What a door answered; `ask` stays the same while the question does. */
export function useAsked<T>(ask: () => Promise<T>): Asked<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [count, setCount] = useState(0);
  useEffect(() => {
    let over = false;
    ask().then(
      (got) => {
        if (over) return;
        setValue(got);
        setError(null);
      },
      (fault: unknown) => {
        if (!over) setError(fault);
      },
    );
    return () => {
      over = true;
    };
  }, [ask, count]);
  const again = useCallback(() => setCount((before) => before + 1), []);
  return { value, error, again };
}
