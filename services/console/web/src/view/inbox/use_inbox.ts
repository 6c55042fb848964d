import { useEffect, useReducer, useRef, useState } from "react";
import { ApiError } from "../../api/client";
import { GetTicket } from "../../api/desk";
import { Follow } from "../../api/stream";
import type { WireChange, WirePresence, WireSnapshot } from "../../api/wire";
import {
  kEmptyInbox,
  ReduceInbox,
  WithLook,
  type InboxAction,
  type InboxState,
  type Looks,
} from "../../state/inbox";
import type { Live } from "../desk/desk_bar";

/** A watch over everything must not ask for every ticket that moves: so many at a time. */
const kAskedAtOnce = 3;
const kAskAgainMs = 400;

export interface InboxData {
  readonly state: InboxState;
  readonly looks: Looks;
  readonly live: Live;
  readonly act: (action: InboxAction) => void;
}

// Asks for tickets of which more changed than the change told: those in sight, a few at a time.
function useRefresh(
  state: InboxState,
  inSight: readonly string[],
  branchId: string,
  act: (action: InboxAction) => void,
): void {
  const latest = useRef({ state, inSight });
  latest.current = { state, inSight };
  useEffect(() => {
    let ended = false;
    const asked = new Set<string>();
    const Ask = async (id: string): Promise<void> => {
      asked.add(id);
      try {
        const { ticket } = await GetTicket(id);
        if (!ended) act({ kind: "ticket", ticket, branchId });
      } catch (error) {
        const unseen = error instanceof ApiError && [403, 404].includes(error.status);
        if (unseen && !ended) act({ kind: "unseen", ticketId: id });
      } finally {
        asked.delete(id);
      }
    };
    const timer = setInterval(() => {
      if (document.hidden) return;
      const { state: now, inSight: ids } = latest.current;
      for (const id of ids) {
        if (asked.size >= kAskedAtOnce) return;
        if (now.stale.has(id) && !asked.has(id)) void Ask(id);
      }
    }, kAskAgainMs);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [branchId, act]);
}

/** The open tickets of a branch, or of all in scope, kept up to date. */
export function useInbox(branchId: string): [InboxData, (ids: readonly string[]) => void] {
  const [state, act] = useReducer(ReduceInbox, kEmptyInbox);
  const [looks, setLooks] = useState<Looks>(new Map());
  const [live, setLive] = useState<Live>("waiting");
  const [inSight, setInSight] = useState<readonly string[]>([]);
  useEffect(() => {
    act({ kind: "forget" });
    const Again = (): void => act({ kind: "resync" });
    const query = branchId === "" ? "" : `?branch_id=${encodeURIComponent(branchId)}`;
    return Follow(`/v1/watch/tickets${query}`, {
      events: {
        snapshot: (page: WireSnapshot) => act({ kind: "snapshot", page }),
        change: (change: WireChange) => act({ kind: "change", change, branchId }),
        resync: Again,
        presence: (heard: WirePresence) => setLooks((before) => WithLook(before, heard)),
      },
      // A new stream tells who looks from the beginning.
      onOpen: () => (Again(), setLooks(new Map())),
      onLive: (alive) => setLive(alive ? "live" : navigator.onLine ? "broken" : "offline"),
    });
  }, [branchId]);
  useRefresh(state, inSight, branchId, act);
  return [{ state, looks, live, act }, setInSight];
}
