import { describe, expect, it } from "vitest";
import type { WireChange, WireClock, WireTicket } from "../src/api/wire";
import {
  kBreachesKept,
  kNoBreaches,
  ReduceBreaches,
  type BreachAction,
  type BreachState,
} from "../src/state/breaches";

const kDue = Date.parse("2026-03-03T02:00:00.000Z");
const Time = (seconds: number): string => new Date(kDue + seconds * 1000).toISOString();

function Ticket(id: string, version: number, clock: WireClock, due = 0): WireTicket {
  return {
    ticket_id: id,
    number: `26-${id}`,
    version,
    branch_id: "b1",
    category: "card",
    response_clock: clock,
    due_time: Time(due),
  } as WireTicket;
}

function Change(id: string, version: number, clock: WireClock, at = 0): WireChange {
  return {
    ticket_id: id,
    ticket_version: version,
    number: `26-${id}`,
    recorded_time: Time(at),
    after: { branch_id: "b1", category: "card", response_clock: clock },
    ...(clock === "breached" ? { clock_breached: { due_time: Time(at) } } : {}),
  } as WireChange;
}

const Page = (tickets: WireTicket[], last = true): BreachAction => ({
  kind: "snapshot",
  page: { tickets, last },
  now: 1_000,
});
const Word = (change: WireChange, now = 2_000): BreachAction => ({ kind: "change", change, now });

function After(...actions: BreachAction[]): BreachState {
  return actions.reduce(ReduceBreaches, kNoBreaches);
}
const Ids = (state: BreachState): string[] => state.breaches.map((breach) => breach.ticketId);

describe("snapshot", () => {
  it("shows what is owed, the newest first, and nothing of it as new", () => {
    const state = After(
      Page([
        Ticket("1", 3, "breached", 0),
        Ticket("2", 1, "running"),
        Ticket("3", 2, "breached", 5),
      ]),
    );
    expect(Ids(state)).toEqual(["3", "1"]);
    expect(state.breaches.every((breach) => breach.arrivedMs === 0)).toBe(true);
    expect(state.complete).toBe(true);
  });

  it("counts only when its last page is there", () => {
    const half = After(Page([Ticket("1", 1, "breached")], false));
    expect(Ids(half)).toEqual([]);
    expect(half.complete).toBe(false);
    expect(Ids(ReduceBreaches(half, Page([Ticket("2", 1, "breached", 1)])))).toEqual(["2", "1"]);
  });

  it("replaces what was owed, keeps what was answered, and marks what is new since", () => {
    const before = After(
      Page([Ticket("1", 3, "breached", 0), Ticket("2", 3, "breached", 1)]),
      Word(Change("2", 4, "missed", 30)),
      { kind: "resync" },
    );
    const state = ReduceBreaches(before, Page([Ticket("3", 2, "breached", 9)]));
    expect(Ids(state)).toEqual(["3", "2"]);
    expect(state.breaches[0]?.arrivedMs).toBe(1_000);
    expect(state.breaches[1]?.answeredMs).toBe(kDue + 30_000);
  });
});

describe("change", () => {
  it("puts a new breach on top, with when it came", () => {
    const state = After(Page([Ticket("1", 1, "breached", 0)]), Word(Change("2", 2, "breached", 4)));
    expect(Ids(state)).toEqual(["2", "1"]);
    expect(state.breaches[0]).toMatchObject({ number: "26-2", branchId: "b1", arrivedMs: 2_000 });
    expect(state.breaches[0]?.dueTime).toBe(Time(4));
  });

  it("drops a version that is not newer, also of what was answered", () => {
    const state = After(
      Page([]),
      Word(Change("1", 3, "breached")),
      Word(Change("1", 4, "missed", 60)),
      Word(Change("1", 3, "breached")),
      Word(Change("1", 4, "breached")),
    );
    expect(state.breaches).toHaveLength(1);
    expect(state.breaches[0]?.answeredMs).toBe(kDue + 60_000);
  });

  it("says a breach once, however often it is told", () => {
    const told = Word(Change("1", 3, "breached"));
    const again = Word(Change("1", 4, "breached"), 9_000);
    expect(Ids(After(Page([]), told, told, again))).toEqual(["1"]);
  });

  it("keeps the due time and the arrival when a breached ticket changes otherwise", () => {
    const taken = { ...Change("1", 4, "breached", 90), clock_breached: undefined } as never;
    const state = After(Page([]), Word(Change("1", 3, "breached", 0)), Word(taken, 9_000));
    expect(state.breaches[0]).toMatchObject({ dueTime: Time(0), arrivedMs: 2_000 });
  });

  it("knows nothing to show of an answer to what it never showed", () => {
    expect(Ids(After(Page([]), Word(Change("1", 4, "missed"))))).toEqual([]);
  });

  it("keeps a bounded list, the newest of it", () => {
    const words = Array.from({ length: kBreachesKept + 20 }, (_, i) =>
      Word(Change(String(i), 2, "breached", i)),
    );
    const state = After(Page([]), ...words);
    expect(state.breaches).toHaveLength(kBreachesKept);
    expect(state.breaches[0]?.ticketId).toBe(String(kBreachesKept + 19));
  });
});

describe("clocks", () => {
  const Standing = (kind: string, state: WireClock, due: number, cycle = 1) => ({
    kind,
    cycle,
    state,
    due_time: Time(due),
  });
  const Clocks = (
    version: number,
    clocks: ReturnType<typeof Standing>[],
    more: Partial<WireChange> = {},
  ): WireChange => ({
    ...Change("1", version, "met", 100 + version),
    after: { branch_id: "b1", category: "card", response_clock: "met", clocks } as never,
    ...more,
  });
  const Kinds = (state: BreachState): string[] =>
    state.breaches.map((one) => `${one.kind}.${one.cycle}`);

  it("of every kind are shown, each by its own name and time", () => {
    const ticket = {
      ...Ticket("1", 3, "met"),
      clocks: [
        Standing("first_response", "missed", 0),
        Standing("next_response", "breached", 7, 2),
        Standing("resolution", "breached", 3),
      ],
    } as unknown as WireTicket;
    const state = After(Page([ticket]));
    expect(Kinds(state)).toEqual(["next_response.2", "resolution.1"]);
    expect(state.breaches.map((one) => one.dueTime)).toEqual([Time(7), Time(3)]);
  });

  it("of one ticket are answered one by one", () => {
    const both = [Standing("next_response", "breached", 7), Standing("resolution", "breached", 3)];
    const one = [Standing("next_response", "missed", 7), Standing("resolution", "breached", 3)];
    const state = After(Page([]), Word(Clocks(2, both)), Word(Clocks(3, one), 9_000));
    expect(Kinds(state)).toEqual(["next_response.1", "resolution.1"]);
    expect(state.breaches[0]?.answeredMs).toBe(kDue + 103_000);
    expect(state.breaches[1]).toMatchObject({ answeredMs: null, arrivedMs: 2_000 });
  });

  it("that breached again in a later cycle stand beside the earlier one", () => {
    const state = After(
      Page([]),
      Word(Clocks(2, [Standing("next_response", "breached", 1, 1)])),
      Word(Clocks(3, [Standing("next_response", "missed", 1, 1)])),
      Word(Clocks(4, [Standing("next_response", "breached", 9, 2)])),
    );
    expect(Kinds(state)).toEqual(["next_response.2", "next_response.1"]);
    expect(state.breaches.map((one) => one.answeredMs)).toEqual([null, kDue + 103_000]);
  });

  it("whose breach is withdrawn leave the list", () => {
    const state = After(
      Page([]),
      Word(Clocks(2, [Standing("resolution", "breached", 1)])),
      Word(
        Clocks(3, [Standing("resolution", "met", 1)], {
          clock_breach_revoked: { kind: "resolution", cycle: 1 },
        }),
      ),
    );
    expect(Kinds(state)).toEqual([]);
  });
});

describe("resync", () => {
  it("leaves the list as it is until the new snapshot is complete", () => {
    const half = Page([Ticket("9", 1, "breached")], false);
    const before = After(Page([Ticket("1", 1, "breached")]), half);
    const state = ReduceBreaches(before, { kind: "resync" });
    expect(Ids(state)).toEqual(["1"]);
    expect(Ids(ReduceBreaches(state, Page([])))).toEqual([]);
  });
});
