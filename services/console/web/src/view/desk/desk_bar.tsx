import { SignOut } from "../../api/client";
import type { Place } from "../../state/place";
import { LeaveIcon, MarkIcon } from "../icons";
import { useSpeech } from "../language";
import { Switches } from "../switches";
import { useDirectory } from "./directory";
import { Navigation } from "./navigation";

export type Live = "live" | "waiting" | "broken" | "offline" | "none";

interface DeskBarProps {
  page: Place["page"];
  title: string;
  live: Live;
  onHelp: () => void;
  onSignedOut: () => void;
}

/** What stands above every page of the desk: where one is, and whether what one sees is of now. */
export function DeskBar({ page, title, live, onHelp, onSignedOut }: DeskBarProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const leave = `${say("switch.signout")} (${session.user})`;
  return (
    <header className="desk-bar">
      <a className="desk-skip" href="#desk-body">
        {say("desk.skip")}
      </a>
      <MarkIcon />
      <h1 className="unseen">{title}</h1>
      <Navigation page={page} session={session} />
      <p className={`desk-live desk-live-${live}`} role="status" data-live={live}>
        {live !== "none" && (
          <>
            <span className="state-dot" />
            <span className="desk-live-text">{say(`live.${live}`)}</span>
          </>
        )}
      </p>
      <div className="tools">
        <button
          type="button"
          className="button button-icon desk-help"
          aria-label={say("help.title")}
          title={say("help.title")}
          onClick={onHelp}
        >
          <kbd>?</kbd>
        </button>
        <Switches />
        <button
          type="button"
          className="button button-icon"
          aria-label={leave}
          title={leave}
          data-switch="signout"
          onClick={() => void SignOut().then(onSignedOut, onSignedOut)}
        >
          <LeaveIcon />
        </button>
      </div>
    </header>
  );
}
