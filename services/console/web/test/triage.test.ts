import { describe, expect, it } from "vitest";
import type { WireClassification, WireEstimate, WireTriageItem } from "../src/api/wire_triage";
import {
  AfterDecided,
  CorrectionOf,
  Found,
  InOrder,
  MayTriage,
  PiecesOf,
  Renewed,
  SuggestionOf,
  WordAfter,
} from "../src/state/triage";
import { TriageStrokeOf } from "../src/state/triage_keys";
import type { KeyPress } from "../src/state/keys";

const kCategories = ["card", "loan", "other"];

function Estimate(output: string, label: string): WireEstimate {
  return { output, label, probability: 0.4, calibrated: true, abstained: true, evidence: [] };
}

function Made(estimates: WireEstimate[] = []): WireClassification {
  return {
    type: "complaint",
    category: "other",
    category_probability: 0,
    dimension: "",
    sentiment: 0,
    severity: "normal",
    language: "en",
    rule_id: "",
    model_version: "m",
    second_model_version: "",
    evidence: [],
    estimates,
    triage: true,
  };
}

const Item = (id: string, estimates: WireEstimate[] = []): WireTriageItem => ({
  feedback_id: id,
  text: id,
  text_missing: false,
  channel: "phone",
  ordinal: 1,
  classification: Made(estimates),
});

describe("what is suggested", () => {
  it("is the model's guess where it made one, else what is in force", () => {
    const item = Item("a", [Estimate("category", "loan"), Estimate("severity", "high")]);
    expect(SuggestionOf(item, kCategories)).toEqual({
      type: "complaint",
      category: "loan",
      dimension: "",
      severity: "high",
    });
  });

  it("is never what the taxonomy or the contract does not have", () => {
    const item = Item("a", [Estimate("category", "gone"), Estimate("type", "rant")]);
    expect(SuggestionOf(item, kCategories)).toMatchObject({ category: "other", type: "complaint" });
  });
});

describe("a correction", () => {
  const made = Made();
  const choice = { type: "complaint", category: "other", dimension: "", severity: "normal" };

  it("says only what differs, and what was looked at", () => {
    expect(CorrectionOf({ ...choice, category: "loan" }, made, 3)).toEqual({
      seen_ordinal: 3,
      category: "loan",
    });
  });

  it("confirms where nothing differs", () => {
    expect(CorrectionOf(choice, made, 1)).toEqual({ seen_ordinal: 1, confirmed: true });
  });

  it("unsays a dimension by a word of its own, for the empty one says nothing", () => {
    const said = { ...made, dimension: "empathy" };
    expect(CorrectionOf(choice, said, 1)).toEqual({ seen_ordinal: 1, dimension: "none" });
  });
});

describe("words that spoke", () => {
  it("are marked by code points, not by halves of them", () => {
    expect(PiecesOf("😡 卡丢了", [{ begin: 2, end: 3, term: "卡" }])).toEqual([
      { text: "😡 ", marked: false },
      { text: "卡", marked: true },
      { text: "丢了", marked: false },
    ]);
  });

  it("that touch or overlap are one mark, and none lies outside", () => {
    const spans = [
      { begin: 0, end: 2, term: "" },
      { begin: 1, end: 3, term: "" },
      { begin: 9, end: 99, term: "" },
    ];
    expect(PiecesOf("abcd", spans)).toEqual([
      { text: "abc", marked: true },
      { text: "d", marked: false },
    ]);
    expect(PiecesOf("", spans)).toEqual([]);
  });
});

describe("categories", () => {
  const Name = (id: string): string => ({ card: "银行卡", loan: "Loans", other: "其他" })[id] ?? id;

  it("stand always in one order, with other last", () => {
    expect(InOrder(["other", "wealth", "card"])).toEqual(["card", "wealth", "other"]);
    expect(InOrder(["wealth", "card"])).toEqual(["card", "wealth"]);
  });

  it("are found by name and by id", () => {
    expect(Found(kCategories, " LOA ", Name)).toEqual(["loan"]);
    expect(Found(kCategories, "银行", Name)).toEqual(["card"]);
    expect(Found(kCategories, "card", Name)).toEqual(["card"]);
    expect(Found(kCategories, "", Name)).toEqual(kCategories);
  });
});

describe("the list", () => {
  const ids = (items: readonly WireTriageItem[]): string[] => items.map((one) => one.feedback_id);

  it("keeps what one looks at and does not bring back what was sent", () => {
    const before = [Item("a"), Item("b")];
    const fresh = [Item("c"), Item("d")];
    expect(ids(Renewed(before, fresh, new Set(["a"]), new Set(["d"])))).toEqual(["a", "c"]);
  });

  it("shows each once, as it is now", () => {
    const now = { ...Item("a"), ordinal: 2 };
    const list = Renewed([Item("a")], [now], new Set(["a"]), new Set());
    expect(list).toEqual([now]);
  });

  it("goes on with the one behind, and from the last with the one before", () => {
    const list = [Item("a"), Item("b"), Item("c")];
    expect(AfterDecided(list, "b")).toBe("c");
    expect(AfterDecided(list, "c")).toBe("b");
    expect(AfterDecided([Item("a")], "a")).toBeNull();
  });
});

describe("keys", () => {
  const Press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    inField: false,
    ...more,
  });

  it.each([
    ["j", { kind: "next" }],
    ["ArrowUp", { kind: "previous" }],
    ["Enter", { kind: "confirm" }],
    ["1", { kind: "category", place: 0 }],
    ["9", { kind: "category", place: 8 }],
    ["u", { kind: "undo" }],
  ])("%s", (key, stroke) => expect(TriageStrokeOf(Press(key))).toEqual(stroke));

  it("are the field's while one writes, but for Escape", () => {
    expect(TriageStrokeOf(Press("1", { inField: true }))).toBeNull();
    expect(TriageStrokeOf(Press("Enter", { inField: true }))).toBeNull();
    expect(TriageStrokeOf(Press("Escape", { inField: true }))).toEqual({ kind: "leave" });
  });

  it("are nobody's with a modifier, while composing, or unknown", () => {
    for (const press of [
      Press("1", { ctrlKey: true }),
      Press("Enter", { isComposing: true }),
      Press("0"),
      Press("x"),
      Press("toString"),
    ]) {
      expect(TriageStrokeOf(press)).toBeNull();
    }
  });

  it("go round the words", () => {
    expect(WordAfter("b", ["a", "b"])).toBe("a");
    expect(WordAfter("", ["a", "b"])).toBe("a");
  });
});

describe("who may", () => {
  it("answers for the whole organisation", () => {
    const Session = (role: string, scope = ""): Parameters<typeof MayTriage>[0] => ({
      agent_id: "a",
      user: "u",
      role,
      scope,
    });
    expect(MayTriage(Session("quality"))).toBe(true);
    expect(MayTriage(Session("operations", "north"))).toBe(false);
    expect(MayTriage(Session("agent"))).toBe(false);
    expect(MayTriage(Session("auditor"))).toBe(false);
  });
});
