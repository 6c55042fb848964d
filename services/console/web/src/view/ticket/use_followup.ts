import { useCallback, useEffect, useState } from "react";
import { ApiError } from "../../api/client";
import { GetDeliveriesOf, GetLoopsOf, GetPreference } from "../../api/followup";
import type { WireTicket } from "../../api/wire";
import type { WireDelivery, WireLoop, WirePreference } from "../../api/wire_followup";
import { IsUnderWay } from "../../state/followup";

/** Followup has no stream: while something is on its way it is asked often, else now and then. */
const kSoonMs = 3_000;
const kSomeTimeMs = 20_000;

export interface FollowupData {
  readonly loops: readonly WireLoop[];
  readonly deliveries: readonly WireDelivery[];
  /** Null until it is known, and of a customer who is not. */
  readonly preference: WirePreference | null;
  /** Whether what stands here was had at all, and at the last try. */
  readonly known: boolean;
  readonly away: boolean;
  readonly again: () => void;
}

interface Heard {
  readonly loops: readonly WireLoop[];
  readonly deliveries: readonly WireDelivery[];
  readonly preference: WirePreference | null;
}

// Followup knows a customer from his first ticket that was replied to or resolved.
async function PreferenceOf(customerId: string): Promise<WirePreference | null> {
  try {
    return await GetPreference(customerId);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

async function Ask(ticketId: string, customerId: string): Promise<Heard> {
  const [loops, deliveries, preference] = await Promise.all([
    GetLoopsOf(ticketId),
    GetDeliveriesOf(ticketId),
    customerId === "" ? null : PreferenceOf(customerId),
  ]);
  return { loops, deliveries, preference };
}

/** What came back from the customer of one ticket, and whether our words reached him. */
export function useFollowup(ticket: WireTicket | null): FollowupData {
  const [heard, setHeard] = useState<Heard | null>(null);
  const [away, setAway] = useState(false);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const ticketId = ticket?.ticket_id ?? "";
  const customerId = ticket?.customer_id ?? "";
  const version = ticket?.version ?? 0;
  useEffect(() => {
    if (ticketId === "") return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    const Wait = (ms: number): void => {
      if (!ended) timer = setTimeout(Round, ms);
    };
    const Round = (): void => {
      if (document.hidden) return Wait(kSoonMs);
      Ask(ticketId, customerId).then(
        (now) => {
          if (ended) return;
          setHeard(now);
          setAway(false);
          Wait(IsUnderWay(now.loops, now.deliveries) ? kSoonMs : kSomeTimeMs);
        },
        () => {
          if (!ended) setAway(true);
          Wait(kSomeTimeMs);
        },
      );
    };
    Round();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [ticketId, customerId, version, round]);
  return {
    loops: heard?.loops ?? [],
    deliveries: heard?.deliveries ?? [],
    preference: heard?.preference ?? null,
    known: heard !== null,
    away,
    again,
  };
}
