import { describe, expect, it } from "vitest";
import type { WireChange, WireTicket, WireTicketClock } from "../src/api/wire";
import {
  kEmptyInbox,
  kGoneKept,
  kLooksKept,
  NamesAt,
  ReduceInbox,
  Shown,
  WithLook,
  type InboxAction,
  type InboxState,
  type Looks,
} from "../src/state/inbox";
import { MostPressing } from "../src/state/urgency";

const kNow = Date.parse("2026-03-03T02:00:00.000Z");
const At = (minutes: number): string => new Date(kNow + minutes * 60_000).toISOString();

function Clock(state: WireTicketClock["state"], due?: number, more = {}): WireTicketClock {
  return {
    kind: "first_response",
    cycle: 1,
    state,
    ...(due === undefined ? {} : { due_time: At(due) }),
    target_ms: 1_800_000,
    consumed_ms: 600_000,
    calendar_id: "SH@1",
    ...more,
  };
}

function Ticket(id: string, more: Partial<WireTicket> = {}): WireTicket {
  return {
    ticket_id: id,
    number: `26-${id}`,
    version: 1,
    customer_id: "c",
    branch_id: "b1",
    category: "card",
    channel: "phone",
    severity: 2,
    state: "open",
    response_clock: "running",
    agent_id: "",
    subject: "charged twice",
    feedback_count: 1,
    routing_rule: "",
    cycle: 1,
    clocks: [],
    reason: "",
    merged_into_ticket_id: "",
    language: "",
    open_time: At(-60),
    ...more,
  };
}

function Change(id: string, version: number, after = {}, more = {}): InboxAction {
  const { branch_id, category, channel, agent_id, severity, state, response_clock } = Ticket(id);
  const change = {
    ticket_id: id,
    ticket_version: version,
    number: `26-${id}`,
    customer_id: "c",
    feedback_id: "",
    recorded_time: At(0),
    after: { branch_id, category, channel, agent_id, severity, state, response_clock, ...after },
    ...more,
  } as WireChange;
  return { kind: "change", change, branchId: "" };
}

const kResolution = { kind: "resolution" };

const Page = (tickets: WireTicket[], last = true): InboxAction => ({
  kind: "snapshot",
  page: { tickets, last },
});
const After = (...actions: InboxAction[]): InboxState => actions.reduce(ReduceInbox, kEmptyInbox);
const kAll = { whose: "all", agentId: "me", search: "" } as const;
const Ids = (state: InboxState, filter = {}): string[] =>
  Shown(state, { ...kAll, ...filter }, (ticket) => ticket.category).map((one) => one.ticket_id);

describe("what presses", () => {
  it("is the breached clock before one that is due sooner by the wall", () => {
    const clocks = [Clock("running", 5), Clock("breached", -10, { kind: "resolution" })];
    expect(MostPressing(Ticket("1", { clocks }))).toMatchObject({
      kind: "resolution",
      state: "breached",
      dueMs: kNow - 600_000,
    });
  });

  it("is of two that run the one due first", () => {
    const clocks = [Clock("running", 90, { kind: "resolution" }), Clock("warned", 5)];
    expect(MostPressing(Ticket("1", { clocks }))).toMatchObject({ state: "warned" });
  });

  it("is what is left of a paused clock where none runs", () => {
    const clocks = [Clock("met", -5), Clock("paused")];
    const pressing = MostPressing(Ticket("1", { clocks }));
    expect(pressing).toMatchObject({ state: "paused", dueMs: null, leftMs: 1_200_000 });
  });

  it("is nothing where all promises are kept", () => {
    expect(MostPressing(Ticket("1", { clocks: [Clock("met", -5)] })).state).toBe("none");
  });

  it("is the answer's clock of a ticket whose clocks are not known yet", () => {
    const pressing = MostPressing(Ticket("1", { due_time: At(3) }));
    expect(pressing).toMatchObject({ kind: "first_response", dueMs: kNow + 180_000 });
  });
});

describe("a change", () => {
  it("moves the clocks that it tells of, and leaves the rest of each as it was", () => {
    const before = Ticket("1", { clocks: [Clock("met", -5), Clock("running", 90, kResolution)] });
    const standing = { kind: "resolution", cycle: 1, state: "breached", due_time: At(90) };
    const next = { kind: "next_response", cycle: 1, state: "running", due_time: At(95) };
    const state = After(Page([before]), Change("1", 2, { clocks: [standing, next] }));
    const ticket = state.tickets.get("1");
    expect(ticket?.clocks).toHaveLength(3);
    expect(MostPressing(ticket as WireTicket)).toMatchObject({ state: "breached" });
    const resolution = ticket?.clocks.find((one) => one.kind === "resolution");
    expect(resolution).toMatchObject({ state: "breached", target_ms: 1_800_000 });
    expect(state.stale.has("1")).toBe(true);
  });

  it("of a paused clock takes its due time away", () => {
    const before = Ticket("1", { clocks: [Clock("running", 90, kResolution)] });
    const paused = { kind: "resolution", cycle: 1, state: "paused" };
    const state = After(Page([before]), Change("1", 2, { clocks: [paused] }));
    expect(MostPressing(state.tickets.get("1") as WireTicket)).toMatchObject({
      state: "paused",
      leftMs: 1_200_000,
    });
  });

  it("of a ticket that was not known brings its clocks", () => {
    const next = { kind: "resolution", cycle: 1, state: "warned", due_time: At(3) };
    const state = After(Page([]), Change("7", 1, { clocks: [next] }));
    expect(MostPressing(state.tickets.get("7") as WireTicket)).toMatchObject({ state: "warned" });
  });
});

describe("who looks", () => {
  const Li = { agent_id: "li", name: "Li", typing: false };
  const Me = { agent_id: "me", name: "Me", typing: false };
  const Heard = (revision: number, ...people: (typeof Li)[]) => ({
    ticket_id: "1",
    revision,
    people,
  });

  it("is shown by name, oneself left out", () => {
    const looks = WithLook(new Map(), Heard(1, Li, Me));
    expect(NamesAt(looks, "1", "me")).toBe("Li");
    expect(NamesAt(looks, "2", "me")).toBe("");
  });

  it("ends when nobody looks any more, and drops what comes late", () => {
    const looks = WithLook(new Map(), Heard(5, Li));
    expect(WithLook(looks, Heard(4))).toBe(looks);
    const nobody = WithLook(looks, Heard(6));
    expect(NamesAt(nobody, "1", "me")).toBe("");
    expect(NamesAt(WithLook(nobody, Heard(5, Li)), "1", "me")).toBe("");
  });

  it("is remembered of a bounded number of tickets, of those that are looked at always", () => {
    let looks: Looks = WithLook(new Map(), { ...Heard(1, Li), ticket_id: "seen" });
    for (let i = 0; i <= kLooksKept; ++i) {
      looks = WithLook(looks, { ...Heard(2 + i), ticket_id: String(i) });
    }
    expect(looks.size).toBe(kLooksKept);
    expect(NamesAt(looks, "seen", "me")).toBe("Li");
  });
});

describe("order", () => {
  it("is breached, then due soonest, then grave, then old", () => {
    const state = After(
      Page([
        Ticket("late", { clocks: [Clock("running", 60)] }),
        Ticket("old", { clocks: [Clock("met", 1)], open_time: At(-90) }),
        Ticket("soon", { clocks: [Clock("running", 2)] }),
        Ticket("new", { clocks: [Clock("met", 1)], open_time: At(-5) }),
        Ticket("grave", { clocks: [Clock("met", 1)], severity: 4, open_time: At(-1) }),
        Ticket("breached2", { clocks: [Clock("breached", -1)] }),
        Ticket("breached1", { clocks: [Clock("breached", -30)] }),
      ]),
    );
    expect(Ids(state)).toEqual(["breached1", "breached2", "soon", "late", "grave", "old", "new"]);
  });
});

describe("filter", () => {
  const state = After(
    Page([
      Ticket("1", { agent_id: "me", subject: "Card eaten by the machine" }),
      Ticket("2", { agent_id: "you" }),
      Ticket("3", { category: "loan" }),
    ]),
  );
  it("shows mine, or what nobody has", () => {
    expect(Ids(state, { whose: "mine" })).toEqual(["1"]);
    expect(Ids(state, { whose: "nobody" })).toEqual(["3"]);
  });
  it("finds all words, in any order and case, in number, subject and names", () => {
    expect(Ids(state, { search: "MACHINE card" })).toEqual(["1"]);
    expect(Ids(state, { search: "26-2" })).toEqual(["2"]);
    expect(Ids(state, { search: "loan" })).toEqual(["3"]);
    expect(Ids(state, { search: "card nothing" })).toEqual([]);
  });
});

describe("live", () => {
  it("shows nothing as complete before the last page", () => {
    const half = After(Page([Ticket("1")], false));
    expect(half.complete).toBe(false);
    expect(Ids(half)).toEqual([]);
    expect(Ids(ReduceInbox(half, Page([Ticket("2")])))).toEqual(["1", "2"]);
  });

  it("puts a new ticket in at once and asks for the rest of it", () => {
    const opened = { opened: { subject: "new one", due_time: At(30) } };
    const state = After(Page([]), Change("9", 1, {}, opened));
    expect(state.tickets.get("9")).toMatchObject({ subject: "new one", due_time: At(30) });
    expect([...state.stale]).toEqual(["9"]);
    const asked: InboxAction = { kind: "ticket", ticket: Ticket("9"), branchId: "" };
    expect(ReduceInbox(state, asked).stale.size).toBe(0);
  });

  it("says at once who took a ticket", () => {
    const state = After(Page([Ticket("1")]), Change("1", 2, { state: "taken", agent_id: "you" }));
    expect(state.tickets.get("1")).toMatchObject({ agent_id: "you", state: "taken", version: 2 });
  });

  it("heeds no change that it knows, and no answer that is older than a change", () => {
    const before = After(Page([Ticket("1", { version: 3 })]));
    expect(ReduceInbox(before, Change("1", 3, { agent_id: "you" }))).toBe(before);
    const later = ReduceInbox(before, Change("1", 5, { agent_id: "you" }));
    const old: InboxAction = { kind: "ticket", ticket: Ticket("1", { version: 4 }), branchId: "" };
    expect(ReduceInbox(later, old)).toBe(later);
  });

  it("lets go of what is resolved, for good", () => {
    const state = After(Page([Ticket("1")]), Change("1", 4, { state: "resolved" }), Change("1", 3));
    expect(Ids(state)).toEqual([]);
  });

  it("takes back what is reopened", () => {
    const state = After(Page([]), Change("1", 4, { state: "resolved" }), Change("1", 5));
    expect(Ids(state)).toEqual(["1"]);
  });

  it("lets go of what went to another branch", () => {
    const away = { ...Change("1", 2, { branch_id: "b2" }), branchId: "b1" } as InboxAction;
    expect(Ids(After(Page([Ticket("1")]), away))).toEqual([]);
    const asked: InboxAction = {
      kind: "ticket",
      ticket: Ticket("1", { version: 2, branch_id: "b2" }),
      branchId: "b1",
    };
    expect(Ids(After(Page([Ticket("1")]), asked))).toEqual([]);
  });

  it("forgets a ticket that is not to be seen any more", () => {
    expect(Ids(After(Page([Ticket("1")]), { kind: "unseen", ticketId: "1" }))).toEqual([]);
  });

  it("remembers no more of what is gone than it says", () => {
    let state = After(Page([]));
    for (let i = 0; i <= kGoneKept; ++i) {
      state = ReduceInbox(state, Change(`t${i}`, 2, { state: "closed" }));
    }
    expect(state.gone.size).toBe(kGoneKept);
    expect(state.gone.has("t0")).toBe(false);
  });
});
