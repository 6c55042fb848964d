import type { WireTicketState } from "../../api/wire";
import { useSpeech } from "../language";

const kLevels = [1, 2, 3, 4];

/** Severity as bars, 1 low to 4 critical; the word is there for all who do not see them. */
export function Severity({ level }: { level: number }) {
  const { say } = useSpeech();
  const known = kLevels.includes(level) ? level : 2;
  const word = say(`severity.${known}` as "severity.1");
  return (
    <span className={`severity severity-${known}`} title={word}>
      <svg viewBox="0 0 16 12" aria-hidden="true" focusable="false">
        {kLevels.map((one) => (
          <rect
            key={one}
            className={one <= known ? "severity-on" : "severity-off"}
            x={(one - 1) * 4}
            y={12 - one * 3}
            width="3"
            height={one * 3}
            rx="0.5"
          />
        ))}
      </svg>
      <span className="unseen">{word}</span>
    </span>
  );
}

export function StateChip({ state }: { state: WireTicketState }) {
  const { say } = useSpeech();
  return <span className={`chip chip-${state}`}>{say(`ticket.state.${state}`)}</span>;
}
