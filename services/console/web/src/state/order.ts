import type { BranchView } from "./kpis";

const Compare = (a: BranchView, b: BranchView): number =>
  (b.owed ?? 0) - (a.owed ?? 0) ||
  (b.atRisk ?? 0) - (a.atRisk ?? 0) ||
  (b.open ?? 0) - (a.open ?? 0) ||
  (a.branchId < b.branchId ? -1 : 1);

/** Branch ids, the worst first: owed breaches, then at risk, then open. */
export function WorstFirst(branches: readonly BranchView[]): string[] {
  return [...branches].sort(Compare).map((branch) => branch.branchId);
}

/** The branches in a given order; those it does not name come last, as they are. */
export function InOrder(branches: readonly BranchView[], order: readonly string[]): BranchView[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const Place = (branch: BranchView): number => place.get(branch.branchId) ?? order.length;
  return [...branches].sort((a, b) => Place(a) - Place(b));
}

export interface GridShape {
  readonly columns: number;
  readonly rows: number;
}

/** How much an empty place weighs against tiles of another shape. */
const kEmptyWeight = 0.08;

/**
 * Columns and rows for `count` tiles in a box, so that tiles are as near as can be to `aspect`
 * (width by height) and none is smaller than the least size. Where not all fit, the shape that
 * holds the most.
 */
export function ShapeOf(
  count: number,
  width: number,
  height: number,
  least: { width: number; height: number; aspect: number },
): GridShape {
  const mostColumns = Math.max(1, Math.floor(width / least.width));
  const mostRows = Math.max(1, Math.floor(height / least.height));
  let best: GridShape = { columns: mostColumns, rows: mostRows };
  let bestError = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= mostColumns; ++columns) {
    const rows = Math.max(1, Math.ceil(count / columns));
    if (rows > mostRows) continue;
    const empty = columns * rows - count;
    const aspect = width / columns / (height / rows);
    const error = Math.abs(Math.log(aspect / least.aspect)) + empty * kEmptyWeight;
    if (error < bestError) {
      bestError = error;
      best = { columns, rows };
    }
  }
  return best;
}
