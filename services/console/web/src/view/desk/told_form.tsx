import { useRef, useState } from "react";
import { IsUndecided } from "../../api/client";
import { MarkTold } from "../../api/followup";
import type { WireDelivery } from "../../api/wire_followup";
import { Once } from "../../state/once";
import { useSpeech } from "../language";
import { FaultText } from "./notice";

const Two = (value: number): string => String(value).padStart(2, "0");

/** As a field of time and date takes it, by this machine's zone. */
export function LocalNow(): string {
  const now = new Date();
  const day = `${now.getFullYear()}-${Two(now.getMonth() + 1)}-${Two(now.getDate())}`;
  return `${day}T${Two(now.getHours())}:${Two(now.getMinutes())}:${Two(now.getSeconds())}`;
}

interface ToldFormProps {
  delivery: WireDelivery;
  onDone: () => void;
}

/** An agent told the customer himself what a reply said, and when. */
export function ToldForm({ delivery, onDone }: ToldFormProps) {
  const { say } = useSpeech();
  const [time, setTime] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const once = useRef(new Once());
  if (time === null) {
    return (
      <button
        type="button"
        className="button button-small"
        data-do="told"
        onClick={() => setTime(LocalNow())}
      >
        {say("delivery.tell")}
      </button>
    );
  }
  const Keep = (): void => {
    const told = new Date(time);
    if (busy || Number.isNaN(told.getTime())) return;
    setBusy(true);
    setFault(null);
    MarkTold(delivery, once.current.idOf(time), told.toISOString())
      .then(
        () => (once.current.decided(), setTime(null), onDone()),
        (error: unknown) => {
          if (!IsUndecided(error)) once.current.decided();
          setFault(error);
        },
      )
      .finally(() => setBusy(false));
  };
  return (
    <form
      className="told-form"
      onSubmit={(event) => (event.preventDefault(), Keep())}
      onKeyDown={(event) => {
        if (event.key === "Escape") (event.stopPropagation(), setTime(null));
      }}
    >
      <input
        className="input"
        type="datetime-local"
        step="1"
        required
        autoFocus
        aria-label={say("delivery.tell.when")}
        value={time}
        onChange={(event) => setTime(event.target.value)}
      />
      <button type="submit" className="button button-small button-go" disabled={busy}>
        {say("delivery.tell.keep")}
      </button>
      <button
        type="button"
        className="button button-small button-plain"
        onClick={() => setTime(null)}
      >
        {say("delivery.tell.leave")}
      </button>
      <p className="form-fault" role="alert">
        {fault === null ? "" : FaultText(fault, say)}
      </p>
    </form>
  );
}
