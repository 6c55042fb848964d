import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { MayAct } from "../../state/abilities";
import { NamesAt, Shown } from "../../state/inbox";
import { Step, type Stroke } from "../../state/keys";
import { AddressOf } from "../../state/place";
import { DeskBar } from "../desk/desk_bar";
import { useDirectory } from "../desk/directory";
import { Help } from "../desk/help";
import { FaultText } from "../desk/notice";
import { useStrokes } from "../desk/use_strokes";
import { CalmIcon } from "../icons";
import { useSpeech } from "../language";
import { InboxRow } from "./inbox_row";
import { InboxTools, type Chosen } from "./inbox_tools";
import { useInbox } from "./use_inbox";
import { useQuickTake } from "./use_quick_take";

/** Rows drawn at once; further ones on asking. A branch has fewer. */
const kRows = 200;

function FocusRow(ticketId: string | null): void {
  const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(ticketId ?? "")}"]`);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function useShown(chosen: Chosen, state: ReturnType<typeof useInbox>[0]["state"]) {
  const { sayCategory } = useSpeech();
  const { session, branchName, agentName } = useDirectory();
  return useMemo(
    () =>
      Shown(state, { ...chosen, agentId: session.agent_id }, (ticket) =>
        [
          sayCategory(ticket.category),
          branchName(ticket.branch_id),
          agentName(ticket.agent_id),
        ].join(" "),
      ),
    [state, chosen, session.agent_id, sayCategory, branchName, agentName],
  );
}

function Skeleton() {
  return (
    <ol className="rows" aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <li key={index} className="row row-skeleton" />
      ))}
    </ol>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { say } = useSpeech();
  return (
    <div className="empty">
      <CalmIcon />
      <p className="empty-title">{say(filtered ? "inbox.none" : "inbox.empty")}</p>
      <p className="empty-note">{say(filtered ? "inbox.none.note" : "inbox.empty.note")}</p>
    </div>
  );
}

/** The agent's start page: what is owed, the most urgent first. */
export function Inbox({ onSignedOut }: { onSignedOut: () => void }) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const [chosen, setChosen] = useState<Chosen>({ branchId: "", whose: "all", search: "" });
  const [{ state, looks, live, act }, setInSight] = useInbox(chosen.branchId);
  const [rows, setRows] = useState(kRows);
  const [at, setAt] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const quick = useQuickTake(chosen.branchId, act);
  const shown = useShown(chosen, state);
  const drawn = shown.slice(0, rows);
  const ids = drawn.map((ticket) => ticket.ticket_id);
  const idsText = ids.join(" ");
  useEffect(() => setInSight(idsText.split(" ")), [idsText, setInSight]);

  const Go = (by: 1 | -1): boolean => {
    const next = Step(ids, at, by);
    setAt(next);
    FocusRow(next);
    return true;
  };
  const Open = (action: string): boolean => {
    const ticket = drawn.find((one) => one.ticket_id === at);
    if (ticket === undefined) return false;
    location.hash = AddressOf({ page: "ticket", number: ticket.number, action });
    return true;
  };
  const Take = (): boolean => {
    const ticket = drawn.find((one) => one.ticket_id === at);
    if (ticket !== undefined && MayAct("take", ticket, session.role)) quick.take(ticket);
    return ticket !== undefined;
  };
  const Leave = (): boolean => ((document.activeElement as HTMLElement | null)?.blur(), true);
  const strokes: Partial<Record<Stroke, () => boolean>> = {
    next: () => Go(1),
    previous: () => Go(-1),
    open: () => Open(""),
    take: Take,
    reply: () => Open("reply"),
    note: () => Open("note"),
    wait: () => Open("wait"),
    transfer: () => Open("transfer"),
    resolve: () => Open("resolve"),
    new: () => ((location.hash = AddressOf({ page: "new" })), true),
    search: () => (search.current?.focus(), true),
    help: () => (setHelp(true), true),
    leave: Leave,
  };
  useStrokes((stroke) => strokes[stroke]?.() ?? false);
  const choose = useCallback((ticketId: string) => setAt(ticketId), []);

  return (
    <div className="desk">
      <DeskBar
        page="inbox"
        title={say("inbox.title")}
        live={live}
        onHelp={() => setHelp(true)}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="inbox" tabIndex={-1} data-old={live !== "live" || undefined}>
        <InboxTools
          chosen={chosen}
          count={shown.length}
          searchRef={search}
          onChosen={(next) => (setRows(kRows), setChosen(next))}
        />
        <p className="inbox-fault" role="alert">
          {quick.fault === null ? "" : FaultText(quick.fault, say)}
        </p>
        {!state.complete && <Skeleton />}
        {state.complete && shown.length === 0 && (
          <Nothing filtered={chosen.search !== "" || chosen.whose !== "all"} />
        )}
        <ol className="rows">
          {drawn.map((ticket) => (
            <InboxRow
              key={ticket.ticket_id}
              ticket={ticket}
              present={NamesAt(looks, ticket.ticket_id, session.agent_id)}
              chosen={ticket.ticket_id === at}
              onChoose={choose}
            />
          ))}
        </ol>
        {shown.length > rows && (
          <button type="button" className="button" onClick={() => setRows(rows + kRows)}>
            {say("inbox.more", { count: shown.length - rows })}
          </button>
        )}
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}
