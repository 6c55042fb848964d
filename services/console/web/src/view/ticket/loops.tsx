import { useRef, useState } from "react";
import { IsUndecided } from "../../api/client";
import { CreateSurveyLink, SetPreference } from "../../api/followup";
import type { WireTicket } from "../../api/wire";
import type {
  WireLoop,
  WirePreference,
  WireScores,
  WireSurveyLink,
} from "../../api/wire_followup";
import { MayComeBack } from "../../state/followup";
import { Once } from "../../state/once";
import { AddressOf } from "../../state/place";
import { FormatMoment } from "../../text/format";
import { useDirectory } from "../desk/directory";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";
import type { FollowupData } from "./use_followup";

function Scores({ scores }: { scores: WireScores }) {
  const { say } = useSpeech();
  return (
    <ul className="loop-scores">
      {scores.put_right !== undefined && <li>{say(`loop.put_right.${scores.put_right}`)}</li>}
      {scores.csat !== undefined && <li>{say("loop.csat", { score: scores.csat })}</li>}
      {scores.nps !== undefined && <li>{say("loop.nps", { score: scores.nps })}</li>}
      {scores.ces !== undefined && <li>{say("loop.ces", { score: scores.ces })}</li>}
    </ul>
  );
}

function Handover({ link }: { link: WireSurveyLink }) {
  const { language, say } = useSpeech();
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const time = FormatMoment(Date.parse(link.expire_time ?? ""), language);
  const Copy = (): void => {
    field.current?.select();
    // Without the right to the clipboard the text is chosen, for Ctrl+C.
    navigator.clipboard?.writeText(link.url).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <div className="handover">
      <input
        ref={field}
        className="input"
        readOnly
        autoFocus
        aria-label={say("loop.link")}
        value={link.url}
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button button-small" data-do="copy" onClick={Copy}>
        {say(copied ? "loop.link.copied" : "loop.link.copy")}
      </button>
      <p className="panel-note">{say("loop.link.until", { time })}</p>
    </div>
  );
}

function LinkMaker({ loop, onDone }: { loop: WireLoop; onDone: () => void }) {
  const { say } = useSpeech();
  const [link, setLink] = useState<WireSurveyLink | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  if (link !== null) return <Handover link={link} />;
  const Make = (): void => {
    setFault(null);
    CreateSurveyLink(loop.loop_id).then((made) => (setLink(made), onDone()), setFault);
  };
  return (
    <>
      <button type="button" className="button button-small" data-do="link" onClick={Make}>
        {say("loop.link")}
      </button>
      <p className="form-fault" role="alert">
        {fault === null ? "" : FaultText(fault, say)}
      </p>
    </>
  );
}

function Times({ loop }: { loop: WireLoop }) {
  const { language, say } = useSpeech();
  const At = (time: string): string => FormatMoment(Date.parse(time), language);
  const state = loop.standing?.state;
  // Of who was not asked in the end the time when he would have been says nothing.
  const ask = state === "waiting" || loop.standing?.asked === true ? loop.ask_time : undefined;
  return (
    <p className="loop-times">
      {ask !== undefined && (
        <span>
          {say(state === "waiting" ? "loop.ask_time.coming" : "loop.ask_time", { time: At(ask) })}
        </span>
      )}
      {loop.expire_time !== undefined && state === "asked" && (
        <span>{say("loop.expire_time", { time: At(loop.expire_time) })}</span>
      )}
      {loop.close_time !== undefined && (
        <span>{say("loop.close_time", { time: At(loop.close_time) })}</span>
      )}
    </p>
  );
}

function LoopItem({ loop, onDone }: { loop: WireLoop; onDone: () => void }) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const { state, verdict, reason } = loop.standing ?? {
    state: "unspecified",
    verdict: "unspecified",
    reason: "unspecified",
  };
  // Only who is asked by a link gets one from us: of a mail, whoever is rated must not have it.
  const link = loop.way === "link" && state === "asked" && MayComeBack(session.role);
  return (
    <li className={`loop loop-${verdict}`} data-loop={state} data-verdict={verdict}>
      <p className="loop-head">
        <span className="loop-word">
          {verdict === "unspecified" ? say(`loop.state.${state}`) : say(`loop.verdict.${verdict}`)}
        </span>
        <span className="loop-way">{say(`loop.way.${loop.way}`)}</span>
        <span className="loop-cycle">{say("loops.cycle", { count: loop.cycle })}</span>
      </p>
      {reason !== "unspecified" && <p>{say(`loop.reason.${reason}` as never)}</p>}
      {loop.scores !== undefined && <Scores scores={loop.scores} />}
      <Times loop={loop} />
      {loop.unknown && <p className="loop-unknown">{say("loop.unknown")}</p>}
      {link && <LinkMaker loop={loop} onDone={onDone} />}
      {state === "asked" && loop.way === "call" && (
        <a className="loop-call" href={AddressOf({ page: "calls" })}>
          {say("loop.call")}
        </a>
      )}
    </li>
  );
}

function Choice({ preference, customerId, onDone }: PreferenceProps) {
  const { say } = useSpeech();
  const [fault, setFault] = useState<unknown>(null);
  const once = useRef(new Once());
  const Set = (surveys: boolean): void => {
    setFault(null);
    SetPreference(customerId, once.current.idOf(surveys), surveys).then(
      () => (once.current.decided(), onDone()),
      (error: unknown) => {
        if (!IsUndecided(error)) once.current.decided();
        setFault(error);
      },
    );
  };
  return (
    <p className="preference-choice">
      {[true, false]
        .filter((surveys) => surveys !== preference.surveys)
        .map((surveys) => (
          <button
            key={String(surveys)}
            type="button"
            className="button button-small"
            onClick={() => Set(surveys)}
          >
            {say(surveys ? "preference.set.yes" : "preference.set.no")}
          </button>
        ))}
      <span className="form-fault" role="alert">
        {fault === null ? "" : FaultText(fault, say)}
      </span>
    </p>
  );
}

interface PreferenceProps {
  preference: WirePreference;
  customerId: string;
  onDone: () => void;
}

function Preference(props: PreferenceProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const { surveys, contacts_spent: spent, contacts_max: most } = props.preference;
  const said = surveys === undefined ? "unsaid" : surveys ? "yes" : "no";
  return (
    <div className="preference" data-preference={said}>
      <h3>{say("preference.title")}</h3>
      <p>
        {say(`preference.${said}`)} {say("preference.budget", { spent, most })}
      </p>
      {MayComeBack(session.role) && <Choice {...props} />}
    </div>
  );
}

/** What the customer says of the resolution, cycle by cycle, and whether he wants to be asked. */
export function Loops({ ticket, data }: { ticket: WireTicket; data: FollowupData }) {
  const { say } = useSpeech();
  const { preference } = data;
  return (
    <section className="panel loops" aria-labelledby="loops-title">
      <h2 id="loops-title">{say("loops.title")}</h2>
      {data.away && <p className="panel-note">{say("loops.away")}</p>}
      {data.known && data.loops.length === 0 && (
        <p className="panel-note">{say("loops.none")}</p>
      )}
      <ol>
        {data.loops.map((loop) => (
          <LoopItem key={loop.loop_id} loop={loop} onDone={data.again} />
        ))}
      </ol>
      {preference !== null && (
        <Preference
          preference={preference}
          customerId={ticket.customer_id}
          onDone={data.again}
        />
      )}
    </section>
  );
}
