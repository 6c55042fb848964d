import { describe, expect, it } from "vitest";
import type { WireTicket } from "../src/api/wire";
import { MayDecline, MergeDraft } from "../src/state/matter";

function Ticket(ticketId: string, state: string, suggested: string | null): WireTicket {
  const told = {
    ticket_id: ticketId,
    state,
    suggestion:
      suggested === null
        ? undefined
        : { ticket_id: suggested, number: "26-1", similarity_percent: 71, like_count: 0 },
  };
  return told as WireTicket;
}

describe("a suggestion", () => {
  it("is declined by those who work on tickets, while the ticket is open", () => {
    expect(MayDecline(Ticket("t", "taken", "o"), "agent")).toBe(true);
    expect(MayDecline(Ticket("t", "taken", "o"), "auditor")).toBe(false);
    expect(MayDecline(Ticket("t", "resolved", "o"), "agent")).toBe(false);
    expect(MayDecline(Ticket("t", "taken", null), "agent")).toBe(false);
  });

  it("is where merging begins, if that ticket is open", () => {
    const ticket = Ticket("t", "open", "o");
    expect(MergeDraft(ticket, [Ticket("x", "open", null), Ticket("o", "waiting", null)])).toEqual({
      into_ticket_id: "o",
    });
    expect(MergeDraft(ticket, [Ticket("o", "resolved", null)])).toBeNull();
    expect(MergeDraft(ticket, [Ticket("x", "open", null)])).toBeNull();
  });

  it("of what many say begins nothing", () => {
    expect(MergeDraft(Ticket("t", "open", ""), [Ticket("o", "open", null)])).toBeNull();
    expect(MergeDraft(Ticket("t", "open", null), [Ticket("o", "open", null)])).toBeNull();
  });
});
