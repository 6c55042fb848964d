import { describe, expect, it } from "vitest";
import { ApiError } from "../src/api/client";
import { kActions } from "../src/api/desk";
import { kFactNames, type WireChange, type WireTicket } from "../src/api/wire";
import { BodyOf, FirstFault, kForms, MayAct } from "../src/state/abilities";
import { IsEmpty, KeepDraft, kDraftsKept, LoadDraft } from "../src/state/draft";
import { Merged, TellFact, ToLookAt, type Told } from "../src/state/facts";
import { NewId } from "../src/state/id";
import { IsSend, Step, StrokeOf, type KeyPress } from "../src/state/keys";
import { Look } from "../src/state/looked";
import { AddressOf, ReadPlace, StartOf, type Place } from "../src/state/place";
import { kMessages } from "../src/text/messages";
import { FaultText } from "../src/view/desk/notice";

class Memory implements Storage {
  private readonly kept = new Map<string, string>();
  constructor(private readonly full = false) {}
  get length(): number {
    return this.kept.size;
  }
  key = (index: number): string | null => [...this.kept.keys()][index] ?? null;
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem(key: string, text: string): void {
    if (this.full) throw new Error("quota");
    this.kept.set(key, text);
  }
  removeItem = (key: string): void => void this.kept.delete(key);
  clear = (): void => this.kept.clear();
}

function Fact(version: number, name: string, fact = {}): WireChange {
  return {
    ticket_id: "t",
    ticket_version: version,
    number: "26-1",
    customer_id: "c",
    feedback_id: "",
    recorded_time: "2026-03-03T02:00:00.000Z",
    [name]: fact,
  };
}
const ToldOf = (...changes: WireChange[]): Told[] => [...Merged([], changes)];

describe("addresses", () => {
  it("name each page and come back the same", () => {
    const places: Place[] = [
      { page: "wall" },
      { page: "inbox" },
      { page: "new" },
      { page: "calls" },
      { page: "triage" },
      { page: "ticket", number: "26-004217", action: "" },
      { page: "ticket", number: "26-004217", action: "reply" },
      { page: "ticket", number: "a/b", action: "" },
    ];
    for (const place of places) expect(ReadPlace(AddressOf(place))).toEqual(place);
  });

  it.each(["", "#", "#/", "#/nothing", "#/tickets", "#/tickets/", "#/inbox/x", "#/tickets/1/a/b"])(
    "%j names no page",
    (hash) => expect(ReadPlace(hash)).toBeNull(),
  );

  it("begin where the role works", () => {
    expect(StartOf("agent")).toEqual({ page: "inbox" });
    expect(StartOf("branch_manager")).toEqual({ page: "inbox" });
    expect(StartOf("operations")).toEqual({ page: "wall" });
    expect(StartOf("administrator")).toEqual({ page: "wall" });
  });
});

describe("keys", () => {
  const kBare: KeyPress = {
    key: "j",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    inField: false,
  };
  it("mean what the help says", () => {
    const said = ["j", "k", "Enter", "t", "r", "n", "w", "x", "e", "m", "d", "/", "?"].map(
      (key) => StrokeOf({ ...kBare, key }),
    );
    expect(said).toEqual([
      "next", "previous", "open", "take", "reply", "note", "wait", "transfer", "resolve", "merge",
      "decline", "search", "help",
    ]);
    expect(StrokeOf({ ...kBare, key: "q" })).toBeNull();
  });

  it("are the field's while somebody writes, but for Escape", () => {
    expect(StrokeOf({ ...kBare, inField: true })).toBeNull();
    expect(StrokeOf({ ...kBare, key: "Escape", inField: true })).toBe("leave");
  });

  it("are the input method's while it composes, and the browser's with Ctrl", () => {
    expect(StrokeOf({ ...kBare, isComposing: true })).toBeNull();
    expect(StrokeOf({ ...kBare, ctrlKey: true })).toBeNull();
    expect(StrokeOf({ ...kBare, metaKey: true })).toBeNull();
  });

  it("send with Ctrl or Command and Enter, never while composing", () => {
    const enter = { key: "Enter", ctrlKey: true, metaKey: false, isComposing: false };
    expect(IsSend(enter)).toBe(true);
    expect(IsSend({ ...enter, ctrlKey: false, metaKey: true })).toBe(true);
    expect(IsSend({ ...enter, ctrlKey: false })).toBe(false);
    expect(IsSend({ ...enter, isComposing: true })).toBe(false);
  });

  it("step through a list and stay at its ends", () => {
    expect(Step(["a", "b"], null, 1)).toBe("a");
    expect(Step(["a", "b"], "a", 1)).toBe("b");
    expect(Step(["a", "b"], "b", 1)).toBe("b");
    expect(Step(["a", "b"], "a", -1)).toBe("a");
    expect(Step(["a", "b"], "gone", -1)).toBe("a");
    expect(Step([], "a", 1)).toBeNull();
  });
});

describe("drafts", () => {
  it("come back after a reload, each form its own", () => {
    const memory = new Memory();
    KeepDraft(memory, "t1.reply", { text: "您好" });
    KeepDraft(memory, "t1.note", { text: "见流水" });
    expect(LoadDraft(memory, "t1.reply")).toEqual({ text: "您好" });
    expect(LoadDraft(memory, "t2.reply")).toEqual({});
  });

  it("are gone once they are empty", () => {
    const memory = new Memory();
    KeepDraft(memory, "t1.reply", { text: "x" });
    KeepDraft(memory, "t1.reply", { text: "  " });
    expect(memory.length).toBe(0);
    expect(IsEmpty({ text: " \n" })).toBe(true);
  });

  it("are nothing where something else stands in their place", () => {
    const memory = new Memory();
    for (const text of ["no json", "[]", "null", '{"text": 1}']) {
      memory.setItem("recourse.draft.x", text);
      expect(LoadDraft(memory, "x"), text).toEqual({});
    }
  });

  it("say when the browser keeps nothing", () => {
    expect(KeepDraft(new Memory(true), "x", { text: "x" })).toBe(false);
  });

  it("are no more than are stated, the oldest goes", () => {
    const memory = new Memory();
    for (let i = 0; i <= kDraftsKept; ++i) KeepDraft(memory, `t${i}`, { text: "x" });
    expect(memory.length).toBe(kDraftsKept);
    expect(LoadDraft(memory, "t0")).toEqual({});
    expect(LoadDraft(memory, `t${kDraftsKept}`)).toEqual({ text: "x" });
  });
});

describe("facts", () => {
  it("stand in order of their versions, each once", () => {
    const told = Merged(ToldOf(Fact(3, "noted")), [Fact(1, "opened"), Fact(3, "noted")]);
    expect(told.map((one) => `${one.version} ${one.name}`)).toEqual(["1 opened", "3 noted"]);
    expect(Merged(told, [Fact(1, "opened")])).toBe(told);
  });

  it("name who corrected a classification", () => {
    const told = TellFact(Fact(2, "reclassified", { corrected_by: "dora" }));
    expect(told?.agentId).toBe("dora");
  });

  it("that these pages do not know are left out", () => {
    expect(TellFact(Fact(1, "invented_later"))).toBeNull();
  });

  it("all have words in both languages", () => {
    for (const name of kFactNames) {
      expect(kMessages.en, name).toHaveProperty([`fact.${name}`]);
    }
  });
});

describe("looking before sending", () => {
  const kOther = Fact(5, "replied", { agent_id: "you" });
  it("is asked when another person acted, or the customer wrote", () => {
    expect(ToLookAt(ToldOf(kOther), "me")?.name).toBe("replied");
    expect(ToLookAt(ToldOf(Fact(5, "joined")), "me")?.name).toBe("joined");
  });

  it("is not asked for what I did, nor for clocks", () => {
    expect(ToLookAt(ToldOf(Fact(5, "noted", { agent_id: "me" })), "me")).toBeNull();
    expect(ToLookAt(ToldOf(Fact(5, "clock_warned"), Fact(6, "clock_breached")), "me")).toBeNull();
  });

  it("holds the version that was seen while something is written", () => {
    const told = ToldOf(Fact(4, "taken", { agent_id: "me" }), kOther);
    expect(Look(4, told, 5, true, "me")).toMatchObject({ version: 4 });
    expect(Look(4, told, 5, true, "me").between?.version).toBe(5);
    expect(Look(5, told, 5, true, "me")).toEqual({ version: 5, between: null });
  });

  it("goes with the ticket while nothing is written, and past clocks in any case", () => {
    expect(Look(4, ToldOf(kOther), 5, false, "me")).toEqual({ version: 5, between: null });
    expect(Look(4, ToldOf(Fact(5, "clock_warned")), 5, true, "me").version).toBe(5);
  });
});

describe("abilities", () => {
  const Ticket = (state: string, more = {}): WireTicket =>
    ({ state, agent_id: "", reason: "", ...more }) as WireTicket;
  const Able = (ticket: WireTicket, role: string): string =>
    kActions.filter((action) => MayAct(action, ticket, role)).join(" ");

  it("follow the state", () => {
    expect(Able(Ticket("open"), "agent")).toBe(
      "take reply note wait transfer return resolve merge",
    );
    expect(Able(Ticket("taken", { agent_id: "me" }), "agent")).toBe(
      "reply note wait transfer return resolve merge",
    );
    expect(Able(Ticket("waiting", { agent_id: "me" }), "agent")).toBe(
      "reply note resume transfer return resolve merge",
    );
    expect(Able(Ticket("resolved"), "agent")).toBe("note reopen close");
    expect(Able(Ticket("closed"), "agent")).toBe("note");
  });

  it("follow the role", () => {
    expect(Able(Ticket("open", { reason: "not ours" }), "dispatcher")).toBe("transfer judge");
    expect(Able(Ticket("open"), "dispatcher")).toBe("transfer");
    expect(Able(Ticket("open"), "auditor")).toBe("");
  });

  it("name the first field that is missing or too long, in bytes", () => {
    expect(FirstFault("transfer", { reason: "x" })).toEqual({
      field: "branch_id",
      fault: "missing",
    });
    expect(FirstFault("wait", { reason: "长".repeat(333) })).toBeNull();
    expect(FirstFault("wait", { reason: "长".repeat(334) })?.fault).toBe("long");
    expect(FirstFault("take", {})).toBeNull();
  });

  it("send what was said and nothing else", () => {
    expect(BodyOf("judge", { justified: "false", reason: " no ", branch_id: "" })).toEqual({
      justified: false,
      reason: "no",
    });
    const reply = BodyOf("reply", { text: "x", told_time: "2026-03-03T10:00:00" });
    expect(reply["told_time"]).toMatch(/^2026-03-0[234]T\d\d:00:00\.000Z$/);
    expect(BodyOf("reply", { text: "x", other: "y" })).toEqual({ text: "x" });
  });

  it("have a label in both languages for every field", () => {
    for (const action of kActions) {
      for (const { name } of kForms[action]) {
        expect(kMessages.en, name).toHaveProperty([`field.${name}`]);
      }
    }
  });
});

describe("ids and faults", () => {
  it("are random UUIDs of version 4", () => {
    const ids = new Set(Array.from({ length: 100 }, NewId));
    expect(ids.size).toBe(100);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it("say what to do", () => {
    const Said = (error: unknown): string => FaultText(error, (id) => id);
    expect(Said(new ApiError(0, "unreachable"))).toBe("fault.unreachable");
    expect(Said(new ApiError(403, "permission-denied"))).toBe("fault.denied");
    expect(Said(new ApiError(404, "not-found"))).toBe("fault.missing");
    expect(Said(new ApiError(503, "unavailable"))).toBe("fault.busy");
    expect(Said(new Error("bug"))).toBe("fault.broken");
    expect(Said(new ApiError(409, "ticket-taken"))).toBe("refusal.ticket-taken");
    expect(Said(new ApiError(409, "of-tomorrow"))).toBe("fault.broken");
  });
});
