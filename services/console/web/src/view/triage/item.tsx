import { useEffect, useRef } from "react";
import type { WireClassification, WireEstimate, WireTriageItem } from "../../api/wire_triage";
import { EstimateOf, PiecesOf, SpokeFor } from "../../state/triage";
import { Ago } from "../desk/countdown";
import { useSpeech } from "../language";
import { LabelText } from "./label";

function Estimate({ estimate }: { estimate: WireEstimate }) {
  const speech = useSpeech();
  const { say } = speech;
  const share = Math.floor(estimate.probability * 100);
  return (
    <div className="estimate" data-estimate={estimate.output}>
      <dt>{say(`triage.output.${estimate.output}` as "triage.output.type")}</dt>
      <dd>
        <span className="estimate-label">{LabelText(estimate.output, estimate.label, speech)}</span>
        <span className="estimate-share">{say("triage.share", { share })}</span>
        <span className="estimate-worth">
          {say(estimate.calibrated ? "triage.calibrated" : "triage.uncalibrated")}
        </span>
      </dd>
    </div>
  );
}

export function Estimates({ made }: { made: WireClassification }) {
  const { say } = useSpeech();
  return (
    <section className="panel estimates" aria-labelledby="triage-estimates">
      <h2 id="triage-estimates">{say("triage.estimates")}</h2>
      {made.estimates.length === 0 && (
        <p className="panel-note">{say("triage.estimates.none")}</p>
      )}
      {made.second_model_version !== "" && (
        <p className="panel-note">{say("triage.estimates.second")}</p>
      )}
      <dl>
        {made.estimates.map((estimate) => (
          <Estimate key={estimate.output} estimate={estimate} />
        ))}
      </dl>
    </section>
  );
}

function Spoke({ made }: { made: WireClassification }) {
  const { say, sayCategory } = useSpeech();
  if (SpokeFor(made).length === 0) return <>{say("triage.spoke.none")}</>;
  const category = EstimateOf(made, "category")?.label ?? made.category;
  return <>{say("triage.spoke", { category: sayCategory(category) })}</>;
}

/** The customer's words, those marked that spoke; it takes the focus, so that it is read out. */
export function Words({ item }: { item: WireTriageItem }) {
  const { say } = useSpeech();
  const article = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) article.current?.focus({ preventScroll: false });
    first.current = false;
  }, [item.feedback_id, item.ordinal]);
  const cameMs = Date.parse(item.recorded_time ?? "");
  return (
    <article
      ref={article}
      className="panel words-said"
      aria-labelledby="triage-words"
      tabIndex={-1}
      data-feedback={item.feedback_id}
    >
      <h2 id="triage-words">{say("triage.text")}</h2>
      <p className="words-came">
        {item.channel !== "" && (
          <span>
            {say("triage.came", { channel: say(`channel.${item.channel}` as "channel.phone") })}
          </span>
        )}
        <Ago timeMs={cameMs} />
      </p>
      {item.text_missing ? (
        <p className="panel-note">{say("triage.text.missing")}</p>
      ) : (
        <p className="words-text">
          {PiecesOf(item.text, SpokeFor(item.classification)).map((piece, place) =>
            piece.marked ? <mark key={place}>{piece.text}</mark> : piece.text,
          )}
        </p>
      )}
      <p className="words-note">
        <Spoke made={item.classification} />
      </p>
    </article>
  );
}
