import { describe, expect, it } from "vitest";
import type { WireKpi, WireKpiUpdate } from "../src/api/wire";
import { FiguresOf, Find, kNoFigures, RowsBy, TakeFigures, UnitOf } from "../src/state/figures";
import { AddressOf, ReadPlace, type FigurePlace } from "../src/state/place";
import { FormatDuration, FormatPercent, FormatScore } from "../src/text/format";

function Kpi(name: string, value: number | null, more: Partial<WireKpi> = {}): WireKpi {
  return {
    name,
    value,
    numerator: value ?? 0,
    denominator: 1,
    window: "24h",
    as_of: "2026-03-03T02:00:00.000Z",
    provisional: false,
    rebuilding: false,
    branch_id: "",
    category: "",
    region_id: "",
    ...more,
  };
}

function Update(kpis: WireKpi[], more: Partial<WireKpiUpdate> = {}): WireKpiUpdate {
  const as_of = "2026-03-03T02:00:00.000Z";
  return { view: "24h:none", kpis, ticket_as_of: as_of, loop_as_of: as_of, ...more };
}

describe("TakeFigures", () => {
  it("forgets what a snapshot does not name, and keeps what a change does not name", () => {
    let book = TakeFigures(kNoFigures, Update([Kpi("nps", 10), Kpi("csat", 80)]), "snapshot");
    book = TakeFigures(book, Update([Kpi("nps", 12)]), "change");
    const named = (name: string) => Find(FiguresOf(book, "24h:none"), name)?.value;
    expect([named("nps"), named("csat")]).toEqual([12, 80]);
    book = TakeFigures(book, Update([Kpi("nps", 9)]), "snapshot");
    expect([named("nps"), named("csat")]).toEqual([9, undefined]);
  });

  it("ages what is not named again, loops and tickets each by their own", () => {
    const first = [Kpi("tickets_open", 3), Kpi("csat", 80)];
    let book = TakeFigures(kNoFigures, Update(first), "snapshot");
    const later = { ticket_as_of: "2026-03-03T02:00:05.000Z", loop_as_of: null };
    book = TakeFigures(book, Update([], later), "change");
    const kpis = FiguresOf(book, "24h:none");
    expect(Find(kpis, "tickets_open")?.as_of).toBe(later.ticket_as_of);
    expect(Find(kpis, "csat")?.as_of).toBeNull();
  });

  it("keeps views apart", () => {
    let book = TakeFigures(kNoFigures, Update([Kpi("nps", 10)]), "snapshot");
    book = TakeFigures(book, Update([Kpi("nps", 50)], { view: "1h:none" }), "snapshot");
    expect(Find(FiguresOf(book, "24h:none"), "nps")?.value).toBe(10);
  });
});

describe("Find", () => {
  it("prefers the fcr that stands, and shows the provisional one where none does", () => {
    const provisional = Kpi("fcr", 0.9, { provisional: true });
    expect(Find([Kpi("fcr", 0.7), provisional], "fcr")?.value).toBe(0.7);
    expect(Find([Kpi("fcr", null), provisional], "fcr")).toBe(provisional);
  });
});

describe("RowsBy", () => {
  it("has a row for each place, most open tickets first", () => {
    const at = (branch_id: string, open: number) => Kpi("tickets_open", open, { branch_id });
    expect(RowsBy([at("a", 1), at("b", 5), at("c", 5)], "branch").map((row) => row.id)).toEqual([
      "b",
      "c",
      "a",
    ]);
  });
});

describe("addresses of figures", () => {
  const place: FigurePlace = {
    page: "figure",
    name: "fcr",
    window: "week",
    branchId: "支行 7&8",
    category: "card",
    provisional: true,
    side: "numerator",
  };
  it("come back as the place they were made of", () => {
    expect(ReadPlace(AddressOf(place))).toEqual(place);
    const table = { page: "figures", window: "month", by: "category" } as const;
    expect(ReadPlace(AddressOf(table))).toEqual(table);
  });
  it("without a query are the day's, by branch", () => {
    expect(ReadPlace("#/figures")).toEqual({ page: "figures", window: "24h", by: "branch" });
  });
});

describe("values", () => {
  it("know their unit by their name", () => {
    const units = ["csat", "nps", "fcr", "response_time_p90", "backlog_age_p50", "tickets_open"];
    expect(units.map(UnitOf)).toEqual(["percent", "score", "share", "seconds", "seconds", "count"]);
  });
  it("are said in the unit that reads best", () => {
    expect(FormatDuration(42, "en")).toBe("42s");
    expect(FormatDuration(90, "en")).toBe("1.5m");
    expect(FormatDuration(7_200, "zh")).toBe("2小时");
    expect(FormatPercent(69.1589, "en")).toBe("69.2 %");
    expect(FormatScore(-13.04, "en")).toBe("-13");
  });
});
