import { useEffect, useRef } from "react";
import { kKeys } from "../../state/keys";
import { useSpeech } from "../language";

/** Every key, in a dialog that takes the keyboard until it is closed. */
export function Help({ onClose }: { onClose: () => void }) {
  const { say } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">{say("help.title")}</h2>
      <dl className="help-keys">
        {Object.entries(kKeys).map(([key, stroke]) => (
          <div key={key} className="help-key">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(`key.${stroke}`)}</dd>
          </div>
        ))}
        <div className="help-key">
          <dt>
            <kbd>{"Ctrl"}</kbd> <kbd>{"Enter"}</kbd>
          </dt>
          <dd>{say("key.send")}</dd>
        </div>
      </dl>
      <form method="dialog">
        <button type="submit" className="button" autoFocus>
          {say("help.close")}
        </button>
      </form>
    </dialog>
  );
}
