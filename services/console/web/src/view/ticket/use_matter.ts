import { useState } from "react";
import { DeclineSuggestion } from "../../api/desk";
import { KeepDraft, LoadDraft } from "../../state/draft";
import { NewId } from "../../state/id";
import { MergeDraft } from "../../state/matter";
import type { TicketData } from "./use_ticket";

export interface MatterData {
  readonly fault: unknown;
  /** Says that it is not the same matter as what is suggested. */
  readonly decline: () => void;
  /** Lays the suggested ticket into the form of merging, unless somebody chose there already. */
  readonly prepareMerge: () => void;
}

/** What a person does about a suggestion. */
export function useMatter(data: TicketData): MatterData {
  const [fault, setFault] = useState<unknown>(null);
  const { ticket } = data;
  const decline = (): void => {
    if (ticket === null) return;
    const command = { request_id: NewId(), seen_version: ticket.version };
    setFault(null);
    DeclineSuggestion(ticket.ticket_id, command).then(
      data.takeTicket,
      (error: unknown) => (setFault(error), data.again()),
    );
  };
  const prepareMerge = (): void => {
    const draft = ticket === null ? null : MergeDraft(ticket, data.others);
    if (ticket === null || draft === null) return;
    const name = `${ticket.ticket_id}.merge`;
    if ("into_ticket_id" in LoadDraft(sessionStorage, name)) return;
    KeepDraft(sessionStorage, name, { ...draft, seen: String(ticket.version) });
  };
  return { fault, decline, prepareMerge };
}
