import { useState } from "react";
import type { WireDelivery, WireLoop } from "../../api/wire_followup";
import { CallsInOrder, IsCallable, MayComeBack } from "../../state/followup";
import { Step, type Stroke } from "../../state/keys";
import { AddressOf } from "../../state/place";
import { FormatMoment } from "../../text/format";
import { Severity } from "../desk/chips";
import { Ago } from "../desk/countdown";
import { DeliveryLine } from "../desk/delivery";
import { DeskBar } from "../desk/desk_bar";
import { useDirectory } from "../desk/directory";
import { Help } from "../desk/help";
import { Notice } from "../desk/notice";
import { useStrokes } from "../desk/use_strokes";
import { useTick } from "../desk/use_tick";
import { CalmIcon } from "../icons";
import { useSpeech } from "../language";
import { CallForm } from "./call_form";
import { useCalls, type CallsData } from "./use_calls";

/** Rows drawn; the lists say in their titles how many there are. */
const kRows = 200;

function TicketLink({ number }: { number: string }) {
  return (
    <a className="row-number" href={AddressOf({ page: "ticket", number, action: "" })}>
      {number}
    </a>
  );
}

function Where({ of }: { of: WireLoop | WireDelivery }) {
  const { sayCategory } = useSpeech();
  const { branchName, agentName } = useDirectory();
  const { category = "", branch_id: branch = "", agent_id: agent = "" } = of.dimensions ?? {};
  return (
    <span className="call-where">
      <span>{sayCategory(category)}</span>
      <span>{branchName(branch)}</span>
      <span>{agentName(agent)}</span>
    </span>
  );
}

interface CallRowProps {
  loop: WireLoop;
  open: boolean;
  onOpen: (loopId: string | null) => void;
  onChanged: () => void;
}

function CallRow({ loop, open, onOpen, onChanged }: CallRowProps) {
  const { language, say } = useSpeech();
  const { session } = useDirectory();
  const now = useTick();
  const callable = IsCallable(loop, now);
  const resolvedMs = Date.parse(loop.resolve_time ?? "");
  return (
    <li className="call" data-call={loop.loop_id} data-callable={callable}>
      <div className="call-head">
        <Severity level={loop.dimensions?.severity ?? 2} />
        <TicketLink number={loop.ticket_number} />
        <Where of={loop} />
        <span className="call-when">
          {say("calls.resolved")} <Ago timeMs={resolvedMs} />
          {loop.call_count > 0 && <span>{say("calls.count", { count: loop.call_count })}</span>}
          {!callable && (
            <span className="call-quiet">
              {say("calls.not_before", {
                time: FormatMoment(Date.parse(loop.call_time ?? ""), language),
              })}
            </span>
          )}
        </span>
        {MayComeBack(session.role) && !open && (
          <button
            type="button"
            className="button button-small"
            data-row={loop.loop_id}
            onClick={() => onOpen(loop.loop_id)}
          >
            {say("key.open")}
          </button>
        )}
      </div>
      {open && (
        <CallForm
          loop={loop}
          onChanged={onChanged}
          onDone={() => (onOpen(null), onChanged())}
        />
      )}
    </li>
  );
}

function CallList({ data, at, onOpen }: CallListProps) {
  const { say } = useSpeech();
  const now = useTick();
  const calls = CallsInOrder(data.calls, now).slice(0, kRows);
  return (
    <section className="panel" aria-labelledby="calls-make">
      <h2 id="calls-make">{say("calls.make", { count: data.calls.length })}</h2>
      {data.known && calls.length === 0 && (
        <div className="empty">
          <CalmIcon />
          <p className="empty-title">{say("calls.none")}</p>
          <p className="empty-note">{say("calls.none.note")}</p>
        </div>
      )}
      <ol className="call-list">
        {calls.map((loop) => (
          <CallRow
            key={loop.loop_id}
            loop={loop}
            open={at === loop.loop_id}
            onOpen={onOpen}
            onChanged={data.again}
          />
        ))}
      </ol>
    </section>
  );
}

interface CallListProps {
  data: CallsData;
  at: string | null;
  onOpen: (loopId: string | null) => void;
}

function TaskList({ data }: { data: CallsData }) {
  const { say } = useSpeech();
  return (
    <section className="panel" aria-labelledby="calls-replies">
      <h2 id="calls-replies">{say("calls.replies", { count: data.tasks.length })}</h2>
      {data.known && data.tasks.length === 0 && (
        <p className="panel-note">{say("calls.replies.none")}</p>
      )}
      <ol className="call-list">
        {data.tasks.slice(0, kRows).map((task) => (
          <li key={`${task.ticket_id}.${task.reply_version}`} className="call">
            <div className="call-head">
              <Severity level={task.dimensions?.severity ?? 2} />
              <TicketLink number={task.ticket_number} />
              <Where of={task} />
              <span className="call-when">
                <Ago timeMs={Date.parse(task.reply_time ?? "")} />
              </span>
            </div>
            <DeliveryLine delivery={task} onDone={data.again} />
          </li>
        ))}
      </ol>
    </section>
  );
}

// Moves between the rows' buttons; an open row keeps its place.
function Move(data: CallsData, by: 1 | -1): boolean {
  const ids = CallsInOrder(data.calls, Date.now()).map((loop) => loop.loop_id);
  const now = (document.activeElement as HTMLElement | null)?.dataset["row"] ?? null;
  const next = Step(ids, now, by) ?? "";
  const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(next)}"]`);
  row?.focus();
  return row !== null;
}

/** What of coming back to customers is left to people: calls, and replies that did not arrive. */
export function Calls({ onSignedOut }: { onSignedOut: () => void }) {
  const { say } = useSpeech();
  const data = useCalls();
  const [at, setAt] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const strokes: Partial<Record<Stroke, () => boolean>> = {
    next: () => Move(data, 1),
    previous: () => Move(data, -1),
    inbox: () => ((location.hash = AddressOf({ page: "inbox" })), true),
    new: () => ((location.hash = AddressOf({ page: "new" })), true),
    help: () => (setHelp(true), true),
    leave: () => (setAt(null), (document.activeElement as HTMLElement | null)?.blur(), true),
  };
  useStrokes((stroke) => strokes[stroke]?.() ?? false);
  return (
    <div className="desk">
      <DeskBar
        page="calls"
        title={say("calls.title")}
        live="none"
        onHelp={() => setHelp(true)}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="calls" tabIndex={-1}>
        {data.fault !== null && <Notice error={data.fault} onAgain={data.again} />}
        {(data.known || data.fault === null) && (
          <>
            <CallList data={data} at={at} onOpen={setAt} />
            <TaskList data={data} />
          </>
        )}
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}
