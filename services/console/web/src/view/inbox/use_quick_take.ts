import { useCallback, useState } from "react";
import { Act } from "../../api/desk";
import type { WireTicket } from "../../api/wire";
import type { InboxAction } from "../../state/inbox";
import { NewId } from "../../state/id";

/** Takes a ticket from the list. Who was first has it; the other one is told. */
export function useQuickTake(branchId: string, act: (action: InboxAction) => void) {
  const [fault, setFault] = useState<unknown>(null);
  const take = useCallback(
    (ticket: WireTicket): void => {
      setFault(null);
      Act(ticket.ticket_id, "take", { request_id: NewId(), seen_version: ticket.version }).then(
        (taken) => act({ kind: "ticket", ticket: taken, branchId }),
        setFault,
      );
    },
    [branchId, act],
  );
  return { fault, take };
}
