import { useEffect, useRef } from "react";
import { AddressOf } from "../../state/place";
import { useSpeech } from "../language";
import type { TakingData } from "./use_taking";

/** What the person on the phone is told: the number, large enough to read aloud. */
export function Receipt({ data }: { data: TakingData }) {
  const { say } = useSpeech();
  const { sending } = data;
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const waits = sending.step === "accepted" && !sending.late;
  return (
    <section className="panel receipt" role="status" data-step={sending.step}>
      {sending.step === "accepted" && (
        <>
          <p className="receipt-lead">{say(waits ? "taking.accepted" : "taking.late")}</p>
          <p className="receipt-number receipt-wait" aria-hidden="true">
            {"··-······"}
          </p>
          {!waits && (
            <button type="button" className="button" onClick={data.askAgain}>
              {say("taking.ask_again")}
            </button>
          )}
        </>
      )}
      {sending.step === "recorded" && <p className="receipt-lead">{say("taking.recorded")}</p>}
      {sending.step === "numbered" && (
        <>
          <p className="receipt-lead">
            {say(sending.joined ? "taking.number.joined" : "taking.number")}
          </p>
          <p className="receipt-number" data-number={sending.number}>
            {sending.number}
          </p>
          <a
            className="receipt-open"
            href={AddressOf({ page: "ticket", number: sending.number, action: "" })}
          >
            {say("taking.open")}
          </a>
        </>
      )}
      <button ref={next} type="button" className="button button-go" onClick={data.next}>
        {say("taking.next")}
      </button>
    </section>
  );
}
