import { Fragment, useEffect, useRef } from "react";
import { kKeys } from "../../state/keys";
import { useSpeech } from "../language";

function useDeskKeys(): readonly (readonly [string, string])[] {
  const { say } = useSpeech();
  const keys = Object.entries(kKeys).map(([key, stroke]) => [key, say(`key.${stroke}`)] as const);
  return [...keys, ["Ctrl Enter", say("key.send")]];
}

interface HelpProps {
  /** Keys, a space between those pressed together, and what they do; else those of the desk. */
  keys?: readonly (readonly [string, string])[];
  onClose: () => void;
}

/** Every key, in a dialog that takes the keyboard until it is closed. */
export function Help({ keys, onClose }: HelpProps) {
  const { say } = useSpeech();
  const deskKeys = useDeskKeys();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">{say("help.title")}</h2>
      <dl className="help-keys">
        {(keys ?? deskKeys).map(([pressed, what]) => (
          <div key={pressed} className="help-key">
            <dt>
              {pressed.split(" ").map((key, at) => (
                <Fragment key={key}>
                  {at > 0 && " "}
                  <kbd>{key}</kbd>
                </Fragment>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" className="button" autoFocus>
          {say("help.close")}
        </button>
      </form>
    </dialog>
  );
}
