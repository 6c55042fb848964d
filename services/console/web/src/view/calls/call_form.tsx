import { useRef, useState } from "react";
import { IsUndecided } from "../../api/client";
import { EndCall, RecordAnswer, StartCall } from "../../api/followup";
import type { WireLoop } from "../../api/wire_followup";
import {
  AnswerBodyOf,
  AnswerFault,
  kCsatScores,
  kNoAnswer,
  kNpsScores,
  type AnswerDraft,
} from "../../state/followup";
import { KeepDraft, LoadDraft } from "../../state/draft";
import { IsSend } from "../../state/keys";
import { Once } from "../../state/once";
import type { MessageId } from "../../text/messages";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";

interface ScaleProps {
  name: "csat" | "nps" | "put_right";
  scores: readonly string[];
  chosen: string;
  /** Whether its first choice takes the focus. */
  first?: boolean;
  onChoose: (score: string) => void;
  wordOf: (score: string) => string;
}

// Radio buttons, so that arrows move and a screen reader says of how many.
function Scale({ name, scores, chosen, first = false, onChoose, wordOf }: ScaleProps) {
  const { say } = useSpeech();
  return (
    <fieldset className="scale" data-field={name}>
      <legend>{say(`calls.${name}`)}</legend>
      {scores.map((score, index) => (
        <label key={score} className="scale-choice">
          <input
            type="radio"
            name={name}
            value={score}
            autoFocus={first && index === 0}
            checked={chosen === score}
            onChange={() => onChoose(score)}
          />
          <span>{wordOf(score)}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SendingProps {
  loopId: string;
  onDone: () => void;
}

type By = (requestId: string) => Promise<void>;

interface Sending {
  readonly busy: boolean;
  readonly fault: unknown;
  /** `what` is the command: the same again goes under the same id. */
  readonly send: (what: unknown, by: By, then: () => void) => void;
}

function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const once = useRef(new Once());
  return {
    busy,
    fault,
    send: (what, by, then) => {
      if (busy) return;
      setBusy(true);
      setFault(null);
      by(once.current.idOf(what))
        .then(
          () => (once.current.decided(), then()),
          (error: unknown) => {
            if (!IsUndecided(error)) once.current.decided();
            setFault(error);
          },
        )
        .finally(() => setBusy(false));
    },
  };
}

function AnswerForm({ loopId, onDone }: SendingProps) {
  const { say } = useSpeech();
  const name = `${loopId}.call`;
  const [draft, setDraft] = useState<AnswerDraft>(() => ({
    ...kNoAnswer,
    ...LoadDraft(sessionStorage, name),
  }));
  const [wrong, setWrong] = useState<ReturnType<typeof AnswerFault>>(null);
  const { busy, fault, send } = useSending();
  // The ends of a scale are said in words.
  const csatWord = (score: string): string =>
    ["1", "5"].includes(score) ? `${score} ${say(`calls.csat.${score}` as MessageId)}` : score;
  const npsWord = (score: string): string =>
    ["0", "10"].includes(score) ? `${score} ${say(`calls.nps.${score}` as MessageId)}` : score;
  const Change = (more: Partial<AnswerDraft>): void => {
    const next = { ...draft, ...more };
    setDraft(next);
    KeepDraft(sessionStorage, name, { ...next });
    setWrong(null);
  };
  const Done = (): void => {
    KeepDraft(sessionStorage, name, {});
    onDone();
  };
  const Keep = (): void => {
    const first = AnswerFault(draft);
    setWrong(first);
    if (first !== null) return;
    const body = AnswerBodyOf(draft);
    send(body, (id) => RecordAnswer(loopId, id, body), Done);
  };
  const End = (unreached: boolean): void => {
    send({ unreached }, (id) => EndCall(loopId, id, unreached), Done);
  };
  return (
    <form
      className="call-form"
      onSubmit={(event) => (event.preventDefault(), Keep())}
      onKeyDown={(event) => {
        const { key, ctrlKey, metaKey } = event;
        const { isComposing } = event.nativeEvent;
        if (!IsSend({ key, ctrlKey, metaKey, isComposing })) return;
        event.preventDefault();
        Keep();
      }}
    >
      <Scale
        name="put_right"
        first
        scores={["true", "false"]}
        chosen={draft.put_right}
        onChoose={(score) => Change({ put_right: score as AnswerDraft["put_right"] })}
        wordOf={(score) => say(`calls.put_right.${score}` as MessageId)}
      />
      <Scale
        name="csat"
        scores={kCsatScores}
        chosen={draft.csat}
        onChoose={(csat) => Change({ csat })}
        wordOf={csatWord}
      />
      <Scale
        name="nps"
        scores={kNpsScores}
        chosen={draft.nps}
        onChoose={(nps) => Change({ nps })}
        wordOf={npsWord}
      />
      <div className="form-field">
        <label htmlFor={`words-${loopId}`}>{say("calls.words")}</label>
        <textarea
          id={`words-${loopId}`}
          className="input"
          rows={3}
          value={draft.words}
          onChange={(event) => Change({ words: event.target.value })}
        />
      </div>
      <p className="form-fault" role="alert">
        {wrong !== null ? say(`calls.fault.${wrong}`) : fault === null ? "" : FaultText(fault, say)}
      </p>
      <div className="composer-end">
        <button type="submit" className="button button-go" data-do="answer" disabled={busy}>
          {say("calls.send")}
          <kbd>{"Ctrl ⏎"}</kbd>
        </button>
        <button
          type="button"
          className="button"
          data-do="unreached"
          disabled={busy}
          onClick={() => End(true)}
        >
          {say("calls.unreached")}
        </button>
        <button
          type="button"
          className="button"
          data-do="declined"
          disabled={busy}
          onClick={() => End(false)}
        >
          {say("calls.declined")}
        </button>
      </div>
    </form>
  );
}

interface CallFormProps {
  loop: WireLoop;
  onChanged: () => void;
  onDone: () => void;
}

/** One call: it begins by saying so, for it is a contact that counts; then the answer. */
export function CallForm({ loop, onChanged, onDone }: CallFormProps) {
  const { say } = useSpeech();
  const [calling, setCalling] = useState(false);
  const { busy, fault, send } = useSending();
  if (calling) return <AnswerForm loopId={loop.loop_id} onDone={onDone} />;
  const Start = (): void => {
    send("start", (id) => StartCall(loop.loop_id, id), () => (setCalling(true), onChanged()));
  };
  return (
    <div className="call-form">
      <p className="composer-note">{say("calls.start.note")}</p>
      <p className="form-fault" role="alert">
        {fault === null ? "" : FaultText(fault, say)}
      </p>
      <div className="composer-end">
        <button
          type="button"
          className="button button-go"
          data-do="call"
          autoFocus
          disabled={busy}
          onClick={Start}
        >
          {say("calls.start")}
        </button>
        <button type="button" className="button button-plain" onClick={onDone}>
          {say("calls.leave")}
        </button>
      </div>
    </div>
  );
}
