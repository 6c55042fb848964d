import type { WireSession } from "../api/wire";
import { FormatClock, FormatDay } from "../text/format";
import { Navigation } from "./desk/navigation";
import { LeaveIcon, MarkIcon } from "./icons";
import { useSpeech } from "./language";
import { Switches } from "./switches";
import type { WallData } from "./use_wall";

/** kpi tells the age of its figures at least each 5 s: twice that without a word is a break. */
export const kStaleMs = 10_000;

export interface State {
  kind: "live" | "stale" | "stream" | "rebuilding" | "denied" | "waiting";
  text: string;
}

/** What is to be said of the data's age and wholeness: the gravest. */
export function useWallState(data: WallData, now: number): State {
  const { language, say } = useSpeech();
  const asOf = data.kpis?.asOfMs ?? null;
  const time = FormatClock(asOf, language);
  if (data.denied) return { kind: "denied", text: say("state.denied") };
  if (data.heardMs === 0 && data.failed) return { kind: "stale", text: say("state.stale.none") };
  if (data.heardMs === 0) return { kind: "waiting", text: say("wall.loading") };
  if (now - data.skewMs - data.heardMs > kStaleMs) {
    return { kind: "stale", text: say("state.stale", { time }) };
  }
  if (data.kpis?.rebuilding) return { kind: "rebuilding", text: say("state.rebuilding") };
  if (!data.streaming) return { kind: "stream", text: say("state.stream") };
  return { kind: "live", text: say("state.live") };
}

interface TopBarProps {
  state: State;
  asOfMs: number | null;
  now: number;
  session: WireSession;
  onSignOut: () => void;
}

export function TopBar({ state, asOfMs, now, session, onSignOut }: TopBarProps) {
  const { language, say } = useSpeech();
  return (
    <header className="top">
      <div className="brand">
        <MarkIcon />
        <span className="brand-name">{say("product")}</span>
        <h1 className="unseen">{say("wall.title")}</h1>
      </div>
      <Navigation page="wall" session={session} />
      <div className={`state state-${state.kind}`} role="status" data-state={state.kind}>
        <span className="state-dot" />
        <span>{state.text}</span>
      </div>
      <p className="asof" data-as-of={asOfMs ?? ""}>
        {say("state.asof", { time: FormatClock(asOfMs, language) })}
      </p>
      <p className="clock">
        <span className="clock-day">{FormatDay(now, language)}</span>
        <time className="clock-time">{FormatClock(now, language)}</time>
      </p>
      <div className="tools">
        <Switches />
        <button
          type="button"
          className="button button-icon"
          aria-label={`${say("switch.signout")} (${session.user})`}
          title={`${say("switch.signout")} (${session.user})`}
          data-switch="signout"
          onClick={onSignOut}
        >
          <LeaveIcon />
        </button>
      </div>
    </header>
  );
}
