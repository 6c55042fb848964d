import { kActions, type Action } from "../../api/desk";
import type { WireTicket } from "../../api/wire";
import { MayAct } from "../../state/abilities";
import { kKeys } from "../../state/keys";
import { useDirectory } from "../desk/directory";
import { useSpeech } from "../language";

const KeyOf = (action: Action): string | undefined =>
  Object.entries(kKeys).find(([, stroke]) => stroke === action)?.[0];

interface ActionBarProps {
  ticket: WireTicket;
  chosen: Action | null;
  onChoose: (action: Action) => void;
}

/** What may be done with the ticket as it stands; what may not is not there. */
export function ActionBar({ ticket, chosen, onChoose }: ActionBarProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const able = kActions.filter((action) => MayAct(action, ticket, session.role));
  return (
    <div className="actions" role="group" aria-label={say("action.label")}>
      {able.map((action) => (
        <button
          key={action}
          type="button"
          className="button action"
          data-do={action}
          aria-pressed={chosen === action}
          onClick={() => onChoose(action)}
        >
          {say(`action.${action}`)}
          {KeyOf(action) !== undefined && <kbd aria-hidden="true">{KeyOf(action)}</kbd>}
        </button>
      ))}
      {able.length === 0 && <p className="panel-note">{say("action.none")}</p>}
    </div>
  );
}
