import { describe, expect, it } from "vitest";
import type { WireKpi } from "../src/api/wire";
import { kHistoryMs, LoadHistory, WithSample } from "../src/state/history";
import { ViewKpis } from "../src/state/kpis";
import { InOrder, ShapeOf, WorstFirst } from "../src/state/order";

function Kpi(name: string, value: number | null, more: Partial<WireKpi> = {}): WireKpi {
  return {
    name,
    value,
    numerator: value ?? 0,
    denominator: 1,
    window: "5m",
    as_of: "2026-03-03T02:00:00.000Z",
    provisional: false,
    rebuilding: false,
    branch_id: "",
    category: "",
    region_id: "",
    ...more,
  };
}

const kBranches = [
  { branch_id: "b1", region: "n", name_zh: "一", name_en: "One" },
  { branch_id: "b2", region: "n", name_zh: "二", name_en: "Two" },
];
const kNothing = { fiveMinutes: [], hour: [], byBranch: [], branches: [] };

describe("ViewKpis", () => {
  it("says per minute what came in five", () => {
    const view = ViewKpis({ ...kNothing, fiveMinutes: [Kpi("feedback_received", 60)] });
    expect(view.inflowPerMinute).toBe(12);
  });

  it("knows nothing where kpi said nothing", () => {
    const view = ViewKpis({ ...kNothing, branches: kBranches });
    expect(view.open).toBeNull();
    expect(view.branches[0]?.open).toBeNull();
    expect(view.asOfMs).toBeNull();
    expect(view.compliance.share).toBeNull();
  });

  it("takes a branch without figures as empty once kpi speaks", () => {
    const view = ViewKpis({
      ...kNothing,
      branches: kBranches,
      fiveMinutes: [Kpi("tickets_open", 3)],
      byBranch: [Kpi("tickets_open", 3, { branch_id: "b1" })],
    });
    expect(view.branches.map((branch) => branch.open)).toEqual([3, 0]);
  });

  it("shows a branch that the organisation no longer names by its id", () => {
    const byBranch = [Kpi("tickets_open", 2, { branch_id: "gone" })];
    const view = ViewKpis({ ...kNothing, branches: kBranches, byBranch });
    expect(view.branches.at(-1)).toMatchObject({ branchId: "gone", nameEn: "gone", open: 2 });
  });

  it("is as old as its oldest figure, and rebuilding when any is", () => {
    const view = ViewKpis({
      ...kNothing,
      fiveMinutes: [Kpi("tickets_open", 1)],
      hour: [Kpi("compliance", 0.9, { as_of: "2026-03-03T01:59:50.000Z", rebuilding: true })],
    });
    expect(view.asOfMs).toBe(Date.parse("2026-03-03T01:59:50.000Z"));
    expect(view.rebuilding).toBe(true);
  });
});

describe("order", () => {
  const Branch = (branchId: string, owed: number, atRisk: number, open: number) => ({
    branchId,
    nameZh: branchId,
    nameEn: branchId,
    owed,
    atRisk,
    open,
    inflowPerMinute: 0,
  });

  it("is worst first: owed, then at risk, then open", () => {
    const branches = [
      Branch("calm", 0, 0, 9),
      Branch("risk", 0, 2, 1),
      Branch("owed", 1, 0, 1),
      Branch("busy", 0, 0, 30),
    ];
    expect(WorstFirst(branches)).toEqual(["owed", "risk", "busy", "calm"]);
  });

  it("keeps a given order and puts strangers last", () => {
    const branches = [Branch("new", 9, 9, 9), Branch("a", 0, 0, 0), Branch("b", 0, 0, 0)];
    const ids = InOrder(branches, ["b", "a"]).map((branch) => branch.branchId);
    expect(ids).toEqual(["b", "a", "new"]);
  });

  it.each([1, 2, 3, 5, 8, 12, 17, 24])("finds room for all of %i branches", (count) => {
    const shape = ShapeOf(count, 900, 500, { width: 150, height: 80, aspect: 1.75 });
    expect(shape.columns * shape.rows).toBeGreaterThanOrEqual(count);
    expect(900 / shape.columns).toBeGreaterThanOrEqual(150);
    expect(500 / shape.rows).toBeGreaterThanOrEqual(80);
  });

  it("holds the most where not all fit", () => {
    const least = { width: 150, height: 80, aspect: 1.75 };
    expect(ShapeOf(500, 900, 500, least)).toEqual({ columns: 6, rows: 6 });
  });
});

describe("history", () => {
  it("takes one sample each five seconds and forgets after half an hour", () => {
    const one = WithSample([], { timeMs: 0, value: 1 });
    expect(WithSample(one, { timeMs: 4_999, value: 2 })).toBe(one);
    expect(WithSample(one, { timeMs: 5_000, value: 2 })).toHaveLength(2);
    expect(WithSample(one, { timeMs: kHistoryMs, value: 2 })).toEqual([
      { timeMs: kHistoryMs, value: 2 },
    ]);
  });

  it.each(["", "nonsense", "{}", '[1,{"timeMs":"x"}]'])("reads %j as nothing", (kept) => {
    const storage = { getItem: () => kept } as unknown as Storage;
    expect(LoadHistory(storage, 0)).toEqual([]);
  });
});
