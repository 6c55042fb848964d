import type { WireBranch, WireKpi } from "../api/wire";

/** One branch on the grid. A count that is not known (yet) is null, never zero. */
export interface BranchView {
  readonly branchId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly open: number | null;
  readonly atRisk: number | null;
  readonly owed: number | null;
  readonly inflowPerMinute: number | null;
}

export interface Compliance {
  /** Null where no clock was finished. */
  readonly share: number | null;
  readonly kept: number;
  readonly finished: number;
}

export interface KpiView {
  readonly inflowPerMinute: number | null;
  readonly open: number | null;
  readonly atRisk: number | null;
  readonly owed: number | null;
  readonly breachedLastHour: number | null;
  readonly compliance: Compliance;
  readonly branches: readonly BranchView[];
  /** The oldest of the figures shown. */
  readonly asOfMs: number | null;
  readonly rebuilding: boolean;
}

export interface KpiAnswers {
  /** Windows of 5 minutes and of an hour over everything; 5 minutes by branch. */
  readonly fiveMinutes: readonly WireKpi[];
  readonly hour: readonly WireKpi[];
  readonly byBranch: readonly WireKpi[];
  readonly branches: readonly WireBranch[];
}

const kInflowMinutes = 5;

function Find(kpis: readonly WireKpi[], name: string): WireKpi | undefined {
  return kpis.find((kpi) => kpi.name === name);
}

function Value(kpis: readonly WireKpi[], name: string): number | null {
  return Find(kpis, name)?.value ?? null;
}

function PerMinute(count: number | null): number | null {
  return count === null ? null : count / kInflowMinutes;
}

function ByBranch(kpis: readonly WireKpi[]): Map<string, WireKpi[]> {
  const groups = new Map<string, WireKpi[]>();
  for (const kpi of kpis) {
    if (kpi.branch_id === "") continue;
    const group = groups.get(kpi.branch_id) ?? [];
    group.push(kpi);
    groups.set(kpi.branch_id, group);
  }
  return groups;
}

// kpi does not name a measure of a branch that nothing was counted for. Where it names any branch
// or any total, that absence is a zero; where it is silent altogether, nothing is known.
function Branch(branch: WireBranch, kpis: readonly WireKpi[] | undefined, silent: boolean) {
  const Count = (name: string): number | null =>
    Value(kpis ?? [], name) ?? (silent ? null : 0);
  return {
    branchId: branch.branch_id,
    nameZh: branch.name_zh,
    nameEn: branch.name_en,
    open: Count("tickets_open"),
    atRisk: Count("tickets_at_risk"),
    owed: Count("clocks_breached_open"),
    inflowPerMinute: PerMinute(Count("feedback_received")),
  };
}

// A branch that has figures and is in no organisation any more is shown by its id.
function Branches(answers: KpiAnswers): BranchView[] {
  const groups = ByBranch(answers.byBranch);
  const silent = answers.fiveMinutes.length === 0 && answers.byBranch.length === 0;
  const named = new Set(answers.branches.map((branch) => branch.branch_id));
  const unnamed = [...groups.keys()]
    .filter((id) => !named.has(id))
    .map((id) => ({ branch_id: id, region: "", name_zh: id, name_en: id }));
  return [...answers.branches, ...unnamed].map((branch) =>
    Branch(branch, groups.get(branch.branch_id), silent),
  );
}

function OldestMs(kpis: readonly WireKpi[]): number | null {
  const times = kpis.flatMap((kpi) => (kpi.as_of === null ? [] : [Date.parse(kpi.as_of)]));
  return times.length === 0 ? null : Math.min(...times);
}

/** What the wall shows of the counters' answers. */
export function ViewKpis(answers: KpiAnswers): KpiView {
  const { fiveMinutes, hour, byBranch } = answers;
  const compliance = Find(hour, "compliance");
  const all = [...fiveMinutes, ...hour, ...byBranch];
  return {
    inflowPerMinute: PerMinute(Value(fiveMinutes, "feedback_received")),
    open: Value(fiveMinutes, "tickets_open"),
    atRisk: Value(fiveMinutes, "tickets_at_risk"),
    owed: Value(fiveMinutes, "clocks_breached_open"),
    breachedLastHour: Value(hour, "clocks_breached"),
    compliance: {
      share: compliance?.value ?? null,
      kept: compliance?.numerator ?? 0,
      finished: compliance?.denominator ?? 0,
    },
    branches: Branches(answers),
    asOfMs: OldestMs(all),
    rebuilding: all.some((kpi) => kpi.rebuilding),
  };
}
