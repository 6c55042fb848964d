import { useMemo, useRef, useState } from "react";
import {
  Found,
  InOrder,
  kDimensions,
  kSeverities,
  kTypes,
  WordAfter,
  type Choice,
} from "../../state/triage";
import { kTriageKeys, type TriageStroke } from "../../state/triage_keys";
import { DeskBar } from "../desk/desk_bar";
import { Help } from "../desk/help";
import { FaultText, Notice } from "../desk/notice";
import { CalmIcon } from "../icons";
import { useSpeech } from "../language";
import { Categories, Choices } from "./choosing";
import { Estimates, Words } from "./item";
import { useTriageStrokes } from "./use_triage_strokes";
import { useTriage, type TriageData } from "./use_triage";

/** More are not counted by classify. */
const kCountMax = 10_000;

function Standing({ data }: { data: TriageData }) {
  const { say, sayCategory } = useSpeech();
  const { told, total } = data;
  return (
    <div className="triage-standing">
      <p className="triage-waiting" data-waiting={total}>
        {say(total < kCountMax ? "triage.waiting" : "triage.waiting.many", { count: total })}
      </p>
      <p className={`triage-told triage-told-${told.kind}`} role="status" data-told={told.kind}>
        {told.kind === "decided" &&
          say("triage.decided", { category: sayCategory(told.category) })}
        {told.kind === "undone" && say("triage.undone")}
        {told.kind === "failed" &&
          say("triage.not_done", { why: FaultText(told.error, say) })}
      </p>
    </div>
  );
}

function Actions({ data, choice }: { data: TriageData; choice: Choice }) {
  const { say, sayCategory } = useSpeech();
  return (
    <div className="triage-actions">
      <button
        type="button"
        className="button button-go"
        data-act="confirm"
        aria-keyshortcuts="Enter"
        onClick={() => data.decide()}
      >
        {say("triage.confirm", { category: sayCategory(choice.category) })}
        <kbd aria-hidden="true">{"↵"}</kbd>
      </button>
      <button type="button" className="button" data-act="previous" onClick={() => data.move(-1)}>
        {say("triage.previous")} <kbd aria-hidden="true">{"k"}</kbd>
      </button>
      <button type="button" className="button" data-act="next" onClick={() => data.move(1)}>
        {say("triage.next")} <kbd aria-hidden="true">{"j"}</kbd>
      </button>
      <Undo data={data} />
    </div>
  );
}

function Undo({ data }: { data: TriageData }) {
  const { say } = useSpeech();
  return (
    <button
      type="button"
      className="button"
      data-act="undo"
      disabled={!data.undoable}
      onClick={data.undo}
    >
      {say("triage.undo")} <kbd aria-hidden="true">{"u"}</kbd>
    </button>
  );
}

function Nothing({ data }: { data: TriageData }) {
  const { say } = useSpeech();
  return (
    <div className="empty">
      <CalmIcon />
      <p className="empty-title">{say("triage.none")}</p>
      <p className="empty-note">{say("triage.none.note")}</p>
      {data.undoable && <Undo data={data} />}
    </div>
  );
}

interface StrokesOf {
  data: TriageData;
  listed: readonly string[];
  onSearch: () => void;
  onHelp: () => void;
  onLeave: () => void;
}

function Handle(stroke: TriageStroke, { data, listed, ...on }: StrokesOf): boolean {
  const { choice } = data;
  if (stroke.kind === "help") return on.onHelp(), true;
  if (stroke.kind === "undo") return data.undo(), true;
  if (choice === null) return false;
  switch (stroke.kind) {
    case "next":
      return data.move(1), true;
    case "previous":
      return data.move(-1), true;
    case "confirm":
      return data.decide(), true;
    case "type":
      return data.change({ type: WordAfter(choice.type, kTypes) }), true;
    case "severity":
      return data.change({ severity: WordAfter(choice.severity, kSeverities) }), true;
    case "dimension":
      return data.change({ dimension: WordAfter(choice.dimension, kDimensions) }), true;
    case "search":
      return on.onSearch(), true;
    case "leave":
      return on.onLeave(), true;
    case "category": {
      const category = listed[stroke.place];
      if (category !== undefined) data.decide(category);
      return category !== undefined;
    }
  }
}

function useHelpKeys(): readonly (readonly [string, string])[] {
  const { say } = useSpeech();
  const keys = Object.entries(kTriageKeys).map(
    ([key, kind]) => [key.replace("Arrow", ""), say(`triage.key.${kind}`)] as const,
  );
  return [...keys, ["1–9", say("triage.key.category")]];
}

/** One piece after another of what the classifier leaves to people, by one key each. */
export function Triage({ onSignedOut }: { onSignedOut: () => void }) {
  const { say, sayCategory } = useSpeech();
  const data = useTriage();
  const [query, setQuery] = useState("");
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const helpKeys = useHelpKeys();
  const listed = useMemo(
    () => Found(InOrder(data.categories, sayCategory), query, sayCategory),
    [data.categories, query, sayCategory],
  );
  const onHelp = (): void => setHelp(true);
  const onSearch = (): void => search.current?.focus();
  const onLeave = (): void => (setQuery(""), search.current?.blur());
  useTriageStrokes((stroke) => Handle(stroke, { data, listed, onSearch, onHelp, onLeave }));
  const { at, choice } = data;
  return (
    <div className="desk">
      <DeskBar
        page="triage"
        title={say("triage.title")}
        live="none"
        onHelp={onHelp}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="triage" tabIndex={-1} data-at={at?.feedback_id}>
        {data.fault !== null && !data.known && <Notice error={data.fault} onAgain={data.again} />}
        {data.known && <Standing data={data} />}
        {data.known && at === null && <Nothing data={data} />}
        {at !== null && choice !== null && (
          <>
            <div className="triage-item">
              <Words item={at} />
              <Estimates made={at.classification} />
            </div>
            <div className="triage-choice">
              <Actions data={data} choice={choice} />
              <Choices data={data} choice={choice} />
              <Categories {...{ data, choice, listed, query, search }} onQuery={setQuery} />
            </div>
          </>
        )}
      </main>
      {help && <Help keys={helpKeys} onClose={() => setHelp(false)} />}
    </div>
  );
}
