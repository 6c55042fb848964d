import { useEffect, useRef, useState } from "react";
import { IsSend, type Stroke } from "../../state/keys";
import { AddressOf } from "../../state/place";
import { CanSend } from "../../state/taking";
import { DeskBar } from "../desk/desk_bar";
import { Help } from "../desk/help";
import { FaultText } from "../desk/notice";
import { useStrokes } from "../desk/use_strokes";
import { useSpeech } from "../language";
import { Caller } from "./caller";
import { Category } from "./category";
import { CustomerTickets } from "./customer_tickets";
import { Receipt } from "./receipt";
import { useTaking, type TakingData } from "./use_taking";

/** As ingest takes it; longer ones become attachments. */
const kWordsMax = 65_536;

function Words({ data }: { data: TakingData }) {
  const { say } = useSpeech();
  const { taking, change } = data;
  return (
    <label className="form-field words">
      <span>{say("taking.words")}</span>
      <textarea
        className="input"
        name="words"
        rows={8}
        maxLength={kWordsMax}
        required
        value={taking.words}
        onChange={(event) => {
          const words = event.target.value;
          change((before) => ({ ...before, words }));
        }}
      />
    </label>
  );
}

function PlaceField({ data }: { data: TakingData }) {
  const { say } = useSpeech();
  const { taking, change } = data;
  return (
    <label className="form-field">
      <span>{say("taking.place")}</span>
      <input
        className="input"
        name="place"
        value={taking.place}
        onChange={(event) => {
          const place = event.target.value;
          change((before) => ({ ...before, place }));
        }}
      />
    </label>
  );
}

function Form({ data, onSend }: { data: TakingData; onSend: () => void }) {
  const { say } = useSpeech();
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus(), []);
  const busy = data.sending.step === "sending";
  return (
    <form
      className="panel taking-form"
      aria-label={say("taking.title")}
      onSubmit={(event) => (event.preventDefault(), onSend())}
    >
      <Caller data={data} searchRef={search} />
      <Words data={data} />
      <div className="taking-pair">
        <Category data={data} />
        <PlaceField data={data} />
      </div>
      <p className="form-fault" role="alert">
        {data.error === null ? "" : `${FaultText(data.error, say)} ${say("taking.kept")}`}
      </p>
      <button type="submit" className="button button-go" disabled={busy || !CanSend(data.taking)}>
        {say(busy ? "action.busy" : "taking.send")}
        <kbd>{"Ctrl ⏎"}</kbd>
      </button>
    </form>
  );
}

/** A call is taken down: who, what he has with us already, his words, one key to send. */
export function TakingPage({ onSignedOut }: { onSignedOut: () => void }) {
  const { say } = useSpeech();
  const data = useTaking();
  const [help, setHelp] = useState(false);
  const writing = ["writing", "sending", "failed"].includes(data.sending.step);
  const strokes: Partial<Record<Stroke, () => boolean>> = {
    help: () => (setHelp(true), true),
    inbox: () => ((location.hash = AddressOf({ page: "inbox" })), true),
    new: () => !writing && (data.next(), true),
    leave: () => ((document.activeElement as HTMLElement | null)?.blur(), true),
  };
  useStrokes((stroke) => strokes[stroke]?.() ?? false);
  return (
    <div
      className="desk"
      onKeyDown={(event) => {
        const { key, ctrlKey, metaKey } = event;
        const { isComposing } = event.nativeEvent;
        if (!writing || !IsSend({ key, ctrlKey, metaKey, isComposing })) return;
        event.preventDefault();
        data.send();
      }}
    >
      <DeskBar
        page="new"
        title={say("taking.title")}
        live="none"
        onHelp={() => setHelp(true)}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="taking" tabIndex={-1}>
        {writing ? <Form data={data} onSend={data.send} /> : <Receipt data={data} />}
        <CustomerTickets data={data} />
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}
