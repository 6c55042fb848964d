import { useEffect, useRef } from "react";
import type { Action } from "../../api/desk";
import { kForms } from "../../state/abilities";
import type { Told } from "../../state/facts";
import { IsSend } from "../../state/keys";
import { Ago } from "../desk/countdown";
import { useDirectory } from "../desk/directory";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";
import { Field } from "./fields";
import { useComposer } from "./use_composer";
import type { TicketData } from "./use_ticket";

const kFirstField = "textarea, input:not([type=checkbox]), select";

function Between({ told, onLooked }: { told: Told; onLooked: () => void }) {
  const { say } = useSpeech();
  const { agentName } = useDirectory();
  const who = told.agentId === "" ? say("person.customer") : agentName(told.agentId);
  return (
    <div className="between" role="alert" data-between={told.name}>
      <p>
        <strong>{say(`between.${told.name}` as never, { who })}</strong>{" "}
        <Ago timeMs={told.timeMs} />
        {say("between.look")}
      </p>
      <button type="button" className="button" onClick={onLooked}>
        {say("between.looked")}
      </button>
    </div>
  );
}

interface ComposerProps {
  data: TicketData;
  action: Action;
  onDone: () => void;
}

/** The form of one action. What is written stays until it is sent, whatever happens. */
export function ComposerForm({ data, action, onDone }: ComposerProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const composer = useComposer(data, action, session.agent_id);
  const form = useRef<HTMLFormElement>(null);
  const version = data.ticket?.version;
  useEffect(() => {
    form.current?.querySelector<HTMLElement>(kFirstField)?.focus();
  }, []);
  useEffect(() => {
    if (composer.wrong === null) return;
    document.getElementById(`field-${composer.wrong.field}`)?.focus();
  }, [composer.wrong]);
  return (
    <form
      ref={form}
      className="composer"
      data-action={action}
      data-version={version}
      aria-label={say(`action.${action}`)}
      onSubmit={(event) => (event.preventDefault(), composer.send())}
      onKeyDown={(event) => {
        const { key, ctrlKey, metaKey } = event;
        const { isComposing } = event.nativeEvent;
        if (!IsSend({ key, ctrlKey, metaKey, isComposing })) return;
        event.preventDefault();
        composer.send();
      }}
    >
      <p className="composer-note">{say(`about.${action}`)}</p>
      {kForms[action].map((field) => (
        <Field
          key={field.name}
          field={field}
          value={composer.draft[field.name] ?? ""}
          wrong={composer.wrong?.field === field.name ? composer.wrong.fault : null}
          others={data.others}
          onChange={(text) => composer.write(field.name, text)}
        />
      ))}
      {composer.between !== null && (
        <Between told={composer.between} onLooked={composer.haveLooked} />
      )}
      <p className="form-fault" role="alert">
        {composer.fault === null ? "" : FaultText(composer.fault, say)}
      </p>
      <div className="composer-end">
        <button
          type="submit"
          className="button button-go"
          disabled={composer.busy || composer.between !== null}
        >
          {say(composer.busy ? "action.busy" : `send.${action}`)}
          <kbd>{"Ctrl ⏎"}</kbd>
        </button>
        <button type="button" className="button button-plain" onClick={onDone}>
          {say("action.leave")}
        </button>
      </div>
    </form>
  );
}
