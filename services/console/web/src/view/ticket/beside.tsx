import type { WireTicket } from "../../api/wire";
import { AddressOf } from "../../state/place";
import type { Told } from "../../state/facts";
import { MostPressing } from "../../state/urgency";
import { StateChip } from "../desk/chips";
import { Countdown } from "../desk/countdown";
import { useSpeech } from "../language";
import { FactLine } from "./fact_line";

/** What else the customer has with us. */
export function Others({ others }: { others: readonly WireTicket[] }) {
  const { say } = useSpeech();
  return (
    <section className="panel others" aria-labelledby="others-title">
      <h2 id="others-title">{say("others.title")}</h2>
      {others.length === 0 && <p className="panel-note">{say("others.none")}</p>}
      <ul>
        {others.map((other) => (
          <li key={other.ticket_id}>
            <a
              className="other"
              href={AddressOf({ page: "ticket", number: other.number, action: "" })}
            >
              <span className="row-number">{other.number}</span>
              <StateChip state={other.state} />
              <Countdown pressing={MostPressing(other)} />
              <span className="other-subject">{other.subject}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All that happened, the newest first. */
export function History({ told }: { told: readonly Told[] }) {
  const { say } = useSpeech();
  return (
    <section className="panel history" aria-labelledby="history-title">
      <details>
        <summary>
          <h2 id="history-title">{say("history.title", { count: told.length })}</h2>
        </summary>
        <ol>
          {[...told].reverse().map((one) => (
            <FactLine key={one.version} told={one} className="history-line" />
          ))}
        </ol>
      </details>
    </section>
  );
}
