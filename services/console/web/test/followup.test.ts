import { describe, expect, it } from "vitest";
import type { WireDelivery, WireLoop } from "../src/api/wire_followup";
import {
  AnswerBodyOf,
  AnswerFault,
  CallsInOrder,
  IsCallable,
  IsTask,
  IsUnderWay,
  kNoAnswer,
  kWordsBytesMax,
  MayComeBack,
} from "../src/state/followup";
import { Once } from "../src/state/once";

const kNow = Date.parse("2026-03-03T02:00:00Z");

function Loop(loopId: string, more: Partial<WireLoop> = {}): WireLoop {
  return {
    loop_id: loopId,
    version: 1,
    ticket_id: "t",
    ticket_number: "26-1",
    customer_id: "c",
    cycle: 1,
    standing: { state: "asked", verdict: "unspecified", reason: "unspecified", asked: false },
    way: "call",
    via: "unspecified",
    call_count: 0,
    unknown: false,
    ...more,
  };
}

function Delivery(state: WireDelivery["state"]): WireDelivery {
  return {
    ticket_id: "t",
    ticket_number: "26-1",
    reply_version: 3,
    customer_id: "c",
    state,
    agent_id: "a",
    reason: "",
  };
}

describe("replies", () => {
  it.each([
    ["sending", false],
    ["delivered", false],
    ["told", false],
    ["to_tell", true],
    ["failed", true],
    ["unknown", true],
  ] as const)("that are %s are a task: %s", (state, task) => {
    expect(IsTask(Delivery(state))).toBe(task);
  });

  it("and surveys on their way are asked for often", () => {
    expect(IsUnderWay([], [Delivery("delivered"), Delivery("sending")])).toBe(true);
    expect(IsUnderWay([], [Delivery("delivered")])).toBe(false);
    const sending = { state: "sending", verdict: "unspecified", reason: "", asked: false } as const;
    expect(IsUnderWay([Loop("l", { standing: sending })], [])).toBe(true);
    expect(IsUnderWay([Loop("l")], [])).toBe(false);
  });
});

describe("call-backs", () => {
  it("come in the order in which they can be made, who waits longest first", () => {
    const calls = [
      Loop("night2", { call_time: "2026-03-03T09:00:00Z", resolve_time: "2026-03-01T00:00:00Z" }),
      Loop("night1", { call_time: "2026-03-03T08:00:00Z", resolve_time: "2026-03-02T00:00:00Z" }),
      Loop("new", { resolve_time: "2026-03-03T01:00:00Z" }),
      Loop("old", { resolve_time: "2026-03-02T00:00:00Z", call_time: "2026-03-03T01:59:59Z" }),
    ];
    expect(CallsInOrder(calls, kNow).map((one) => one.loop_id)).toEqual([
      "old",
      "new",
      "night1",
      "night2",
    ]);
  });

  it("wait for the end of quiet hours to the millisecond", () => {
    const loop = Loop("l", { call_time: "2026-03-03T02:00:00Z" });
    expect(IsCallable(loop, kNow - 1)).toBe(false);
    expect(IsCallable(loop, kNow)).toBe(true);
    expect(IsCallable(Loop("l"), kNow)).toBe(true);
  });

  it("are for those who work on tickets", () => {
    const workers = ["agent", "branch_manager", "operations", "administrator"];
    expect(workers.every(MayComeBack)).toBe(true);
    expect(["quality", "auditor", "dispatcher", "ingest", ""].some(MayComeBack)).toBe(false);
  });
});

describe("an answer by phone", () => {
  it("needs at least one choice; words alone are none", () => {
    expect(AnswerFault(kNoAnswer)).toBe("empty");
    expect(AnswerFault({ ...kNoAnswer, words: "thanks" })).toBe("empty");
    expect(AnswerFault({ ...kNoAnswer, nps: "0" })).toBeNull();
    expect(AnswerFault({ ...kNoAnswer, put_right: "false" })).toBeNull();
  });

  it("holds its words to the bytes of the contract", () => {
    const words = "好".repeat(Math.floor(kWordsBytesMax / 3));
    expect(AnswerFault({ ...kNoAnswer, csat: "5", words })).toBeNull();
    expect(AnswerFault({ ...kNoAnswer, csat: "5", words: words + "好" })).toBe("long");
  });

  it("says only what was chosen, zero and no among it", () => {
    expect(AnswerBodyOf({ csat: "", nps: "0", put_right: "false", words: " " })).toEqual({
      scores: { nps: 0, put_right: false },
    });
    expect(AnswerBodyOf({ csat: "4", nps: "", put_right: "true", words: " ok " })).toEqual({
      scores: { csat: 4, put_right: true },
      words: "ok",
    });
  });
});

describe("a command", () => {
  it("keeps its id while the same is tried again, and has another for anything else", () => {
    const once = new Once();
    const first = once.idOf({ csat: 1 });
    expect(once.idOf({ csat: 1 })).toBe(first);
    const other = once.idOf({ csat: 2 });
    expect(other).not.toBe(first);
    once.decided();
    expect(once.idOf({ csat: 2 })).not.toBe(other);
  });
});
