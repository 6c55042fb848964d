import { describe, expect, it } from "vitest";
import {
  ByMonth,
  ChangedRules,
  Difference,
  DurationParts,
  Excerpt,
  LineOf,
  OffsetOf,
  ReadDocument,
} from "../src/state/administration";
import { AddressOf, ReadPlace } from "../src/state/place";

describe("durations", () => {
  it("are told in the units that they have", () => {
    expect(DurationParts(1_800_000)).toEqual([["minutes", 30]]);
    expect(DurationParts(5_400_000)).toEqual([["hours", 1], ["minutes", 30]]);
    expect(DurationParts(259_200_000)).toEqual([["days", 3]]);
    expect(DurationParts(90_061_500)).toEqual([
      ["days", 1],
      ["hours", 1],
      ["minutes", 1],
      ["seconds", 1],
    ]);
    expect(DurationParts(0)).toEqual([["seconds", 0]]);
  });
});

describe("holidays", () => {
  it("stand by their month, in order", () => {
    expect(ByMonth(["2026-10-02", "2026-01-01", "2026-10-01"])).toEqual([
      ["2026-01", ["01"]],
      ["2026-10", ["01", "02"]],
    ]);
  });
});

describe("differences", () => {
  const Words = (before: unknown, after: unknown): string[] =>
    Difference(JSON.stringify(before), JSON.stringify(after))
      .filter((line) => line.kind !== "same")
      .map((line) => `${line.kind} ${line.text.trim()}`);

  it("name what went and what came, and nothing else", () => {
    expect(Words({ a: 1, b: 2 }, { a: 1, b: 3 })).toEqual(['gone "b": 2', 'new "b": 3']);
    expect(Words({ a: [1, 2, 3] }, { a: [1, 3] })).toEqual(["gone 2,"]);
    expect(Words({ a: 1 }, { a: 1 })).toEqual([]);
  });

  it("do not come from blanks", () => {
    expect(Difference('{"a":1}', '{ "a" : 1 }').every((line) => line.kind === "same")).toBe(true);
  });

  it("give back both texts whole", () => {
    const lines = Difference('{"a":[1,2,3,4]}', '{"a":[2,9,4,5]}');
    const Of = (kind: string): string =>
      lines.filter((line) => line.kind !== kind).map((line) => line.text).join("\n");
    expect(JSON.parse(Of("new"))).toEqual({ a: [1, 2, 3, 4] });
    expect(JSON.parse(Of("gone"))).toEqual({ a: [2, 9, 4, 5] });
  });

  it("leave out what is far from a change", () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, i]));
    const changed = JSON.stringify({ ...many, k15: 0 });
    const lines = Excerpt(Difference(JSON.stringify(many), changed), 1);
    expect(lines.filter((line) => line === null)).toHaveLength(2);
    expect(lines.filter((line) => line !== null)).toHaveLength(4);
  });
});

describe("the place of a refusal", () => {
  const text = '{\n  "calendar_id": "a, \\"b\\"",\n  "standards": [\n    {"id": "x"},\n    {"id": '
    + '"y", "clocks": {"resolution": {"target_ms": 1}}}\n  ]\n}';
  const LineFor = (field: string): number => LineOf(text, OffsetOf(text, field));

  it("is found in the text", () => {
    expect(LineFor("calendar_id")).toBe(2);
    expect(LineFor("standards[0].id")).toBe(4);
    expect(LineFor("standards[1].clocks")).toBe(5);
    expect(text.slice(OffsetOf(text, "standards[1].id"))).toMatch(/^"id": "y"/);
  });

  it("is the nearest around it where it is missing", () => {
    expect(LineFor("standards[0].clocks")).toBe(4);
  });

  it("is where a name like its own stands, else nowhere", () => {
    expect(LineFor("target_ms")).toBe(5);
    expect(OffsetOf(text, "weather")).toBe(-1);
    expect(OffsetOf("{", "a")).toBe(-1);
  });
});

describe("a trial of rules", () => {
  it("shows the rules that decide more or less than before, in the order given", () => {
    const rules = [
      { rule_id: "new", before: 0, after: 3 },
      { rule_id: "same", before: 2, after: 2 },
      { rule_id: "idle", before: 0, after: 0 },
      { rule_id: "gone", before: 2, after: 0 },
    ];
    expect(ChangedRules(rules).map((rule) => rule.rule_id)).toEqual(["new", "gone"]);
  });
});

describe("documents", () => {
  it("are objects or nothing", () => {
    expect(ReadDocument('{"a":1}')).toEqual({ a: 1 });
    for (const text of ["", "[]", "null", "1", "{"]) expect(ReadDocument(text)).toBeNull();
  });
});

describe("the administration's addresses", () => {
  it("name a room, and a policy by its kind", () => {
    expect(ReadPlace("#/admin")).toEqual({ page: "admin", room: "organization", kind: "" });
    const place = { page: "admin", room: "policies", kind: "sla" } as const;
    expect(AddressOf(place)).toBe("#/admin/policies/sla");
    expect(ReadPlace(AddressOf(place))).toEqual(place);
    expect(ReadPlace("#/admin/cellar")).toBeNull();
    expect(ReadPlace("#/admin/users/x")).toBeNull();
    expect(ReadPlace("#/admin/policies/sla/more")).toBeNull();
  });
});
