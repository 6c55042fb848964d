import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, IsUndecided } from "../../api/client";
import { Act, SetTyping, type Action, type Command } from "../../api/desk";
import { BodyOf, FirstFault } from "../../state/abilities";
import { IsEmpty, KeepDraft, LoadDraft, type Draft } from "../../state/draft";
import { TellFact, ToLookAt, type Told } from "../../state/facts";
import { NewId } from "../../state/id";
import { Look } from "../../state/looked";
import type { TicketData } from "./use_ticket";

/** Said again while somebody types: the console forgets it after 6 s. */
const kTypingEveryMs = 3_000;
/** So often a command is sent anew when only clocks moved in between. */
const kTriesMax = 3;

export interface Composer {
  readonly draft: Draft;
  readonly busy: boolean;
  readonly fault: unknown;
  /** The field that is not right, after a try to send. */
  readonly wrong: ReturnType<typeof FirstFault>;
  readonly between: Told | null;
  readonly write: (field: string, text: string) => void;
  readonly send: () => void;
  readonly haveLooked: () => void;
}

// What did not come to an answer is sent again under the same id, so that it is done once.
interface Tried {
  readonly text: string;
  readonly command: Command;
}

function useTyping(ticketId: string): (typing: boolean) => void {
  const saidMs = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(
    (typing: boolean) => {
      const now = performance.now();
      if (typing && now - saidMs.current < kTypingEveryMs) return;
      if (!typing && saidMs.current === Number.NEGATIVE_INFINITY) return;
      saidMs.current = typing ? now : Number.NEGATIVE_INFINITY;
      // Whether others see it or not, writing goes on.
      SetTyping(ticketId, typing).catch(() => undefined);
    },
    [ticketId],
  );
}

function VersionOf(data: TicketData): number {
  return Math.max(data.ticket?.version ?? 0, data.told.at(-1)?.version ?? 0);
}

/** One form of a ticket: its draft, what came in between, and sending once. */
export function useComposer(data: TicketData, action: Action, agentId: string): Composer {
  const ticketId = data.ticket?.ticket_id ?? "";
  const name = `${ticketId}.${action}`;
  const [draft, setDraft] = useState<Draft>(() => LoadDraft(sessionStorage, name));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [wrong, setWrong] = useState<Composer["wrong"]>(null);
  const [seen, setSeen] = useState(() => Number(draft["seen"] ?? VersionOf(data)));
  const tried = useRef<Tried | null>(null);
  const typing = useTyping(ticketId);
  const { seen: _, ...fields } = draft;
  const writing = !IsEmpty(fields);
  const looked = Look(seen, data.told, VersionOf(data), writing, agentId);
  useEffect(() => setSeen(looked.version), [looked.version]);

  const Keep = (next: Draft): void => {
    setDraft(next);
    KeepDraft(sessionStorage, name, next);
  };
  const Sent = (): void => {
    Keep({});
    tried.current = null;
    typing(false);
  };
  const CommandOf = (version: number): Command => {
    const body = BodyOf(action, draft);
    const text = JSON.stringify(body);
    if (tried.current?.text === text) return tried.current.command;
    const command = { request_id: NewId(), seen_version: version, ...body };
    tried.current = { text, command };
    return command;
  };
  const Try = async (version: number, left: number): Promise<void> => {
    try {
      data.takeTicket(await Act(ticketId, action, CommandOf(version)));
      Sent();
    } catch (error) {
      if (!IsUndecided(error)) tried.current = null;
      const since = error instanceof ApiError ? (error.problem?.history?.facts ?? []) : [];
      data.takeFacts(since);
      const told = since.map(TellFact).filter((one) => one !== null);
      const last = since.at(-1);
      if (last !== undefined && ToLookAt(told, agentId) === null && left > 1) {
        return Try(last.ticket_version, left - 1);
      }
      // What came in between is said by the banner; it is no failure.
      setFault(since.length > 0 ? null : error);
      if (since.length > 0) data.again();
    }
  };
  return {
    draft: fields,
    busy,
    fault,
    wrong,
    between: looked.between,
    write: (field, text) => {
      Keep({ ...fields, [field]: text, seen: String(looked.version) });
      setWrong(null);
      setFault(null);
      typing(true);
    },
    send: () => {
      const first = FirstFault(action, draft);
      setWrong(first);
      if (first !== null || busy || looked.between !== null) return;
      setBusy(true);
      setFault(null);
      void Try(looked.version, kTriesMax).finally(() => setBusy(false));
    },
    haveLooked: () => setSeen(VersionOf(data)),
  };
}
