import type { ReactNode } from "react";
import type { WireTicket } from "../../api/wire";
import type { WireDelivery } from "../../api/wire_followup";
import { IsWords, type Told } from "../../state/facts";
import { FormatMoment } from "../../text/format";
import { DeliveryLine } from "../desk/delivery";
import { useDirectory } from "../desk/directory";
import { useSpeech } from "../language";
import { FactLine } from "./fact_line";
import { useWords } from "./use_words";

interface SaidProps {
  told: Told;
  who: string;
  side: "customer" | "reply" | "note";
  text: string;
  extra?: string;
  children?: ReactNode;
}

function Said({ told, who, side, text, extra, children }: SaidProps) {
  const { language, say } = useSpeech();
  return (
    <li className={`said said-${side}`} data-said={told.name} data-version={told.version}>
      <p className="said-head">
        <span className="said-side">{say(`said.${side}`)}</span>
        <span className="said-who">{who}</span>
        <time dateTime={told.change.recorded_time}>{FormatMoment(told.timeMs, language)}</time>
      </p>
      <p className="said-text">{text}</p>
      {extra !== undefined && <p className="said-extra">{extra}</p>}
      {children}
    </li>
  );
}

function CustomerSaid({ told, ticket }: { told: Told; ticket: WireTicket }) {
  const { say } = useSpeech();
  const words = useWords(told.feedbackId);
  const known = words !== null && words !== "missing";
  const who = (known ? words.feedback.customer?.name : undefined) ?? say("person.customer");
  const fallback = words === "missing" ? say("said.missing") : (told.fact.subject ?? "");
  const channel = known ? (words.feedback.channel ?? ticket.channel) : ticket.channel;
  return (
    <Said
      told={told}
      who={who}
      side="customer"
      text={known ? words.text : fallback || say("said.loading")}
      extra={say(`channel.${channel}` as never)}
    />
  );
}

interface OursProps {
  told: Told;
  /** Whether the reply arrived; absent while that is not known. */
  delivery: WireDelivery | undefined;
  onDone: () => void;
}

function Replied({ told, delivery, onDone }: OursProps) {
  const { language, say } = useSpeech();
  const { agentName } = useDirectory();
  const props = { told, who: agentName(told.agentId), text: told.fact.text ?? "" };
  if (delivery !== undefined) {
    return (
      <Said {...props} side="reply">
        <DeliveryLine delivery={delivery} onDone={onDone} />
      </Said>
    );
  }
  const time = told.fact.told_time;
  const extra =
    time === undefined
      ? say("said.delivered")
      : say("said.told", { time: FormatMoment(Date.parse(time), language) });
  return <Said {...props} side="reply" extra={extra} />;
}

function OurSaid(props: OursProps) {
  const { say } = useSpeech();
  const { agentName } = useDirectory();
  const { told } = props;
  const who = agentName(told.agentId);
  if (told.name === "replied") return <Replied {...props} />;
  if (told.name === "noted") {
    return <Said told={told} who={who} side="note" text={told.fact.text ?? ""} />;
  }
  const text = told.fact.resolution ?? "";
  return <Said told={told} who={who} side="note" text={text} extra={say("said.resolution")} />;
}

interface ConversationProps {
  ticket: WireTicket;
  told: readonly Told[];
  deliveries: readonly WireDelivery[];
  /** After something became known of a delivery. */
  onDone: () => void;
}

/** What was said, in order; between it, in one line each, what people did. */
export function Conversation({ ticket, told, deliveries, onDone }: ConversationProps) {
  const { say } = useSpeech();
  return (
    <section className="panel conversation" aria-labelledby="conversation-title">
      <h2 id="conversation-title" className="unseen">
        {say("conversation.title")}
      </h2>
      <ol className="said-list">
        {told.map((one) => {
          if (one.name === "opened" || one.name === "joined") {
            return <CustomerSaid key={one.version} told={one} ticket={ticket} />;
          }
          if (IsWords(one)) {
            const delivery = deliveries.find((all) => all.reply_version === one.version);
            return <OurSaid key={one.version} told={one} delivery={delivery} onDone={onDone} />;
          }
          if (one.agentId === "" && !one.name.startsWith("clock_breached")) return null;
          return <FactLine key={one.version} told={one} className="said-line" />;
        })}
      </ol>
    </section>
  );
}
