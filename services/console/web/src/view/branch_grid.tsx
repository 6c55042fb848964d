import { memo, useEffect, useRef, useState, type CSSProperties } from "react";
import type { BranchView } from "../state/kpis";
import { InOrder, ShapeOf, WorstFirst, type GridShape } from "../state/order";
import { FormatCount } from "../text/format";
import { BranchTile } from "./branch_tile";
import { useSpeech } from "./language";
import { useGlide } from "./use_glide";
import { useSize, type Size } from "./use_size";

/** Tiles that changed places each second could not be read. */
const kOrderMs = 5_000;
/** The least tile in root ems, and the shape that reads best. */
const kLeastWidthRem = 11;
const kLeastHeightRem = 5.5;
const kAspect = 1.75;

function RootPx(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function Shape(count: number, size: Size): GridShape {
  const rem = RootPx();
  const least = { width: kLeastWidthRem * rem, height: kLeastHeightRem * rem, aspect: kAspect };
  return ShapeOf(count, size.width, size.height, least);
}

// The order of some seconds ago, unless branches came or went.
function useOrder(branches: readonly BranchView[]): string[] {
  const latest = useRef(branches);
  latest.current = branches;
  const [order, setOrder] = useState<string[]>(() => WorstFirst(branches));
  useEffect(() => {
    const timer = setInterval(() => setOrder(WorstFirst(latest.current)), kOrderMs);
    return () => clearInterval(timer);
  }, []);
  const known = order.length === branches.length;
  return known ? order : WorstFirst(branches);
}

function Rest({ branches }: { branches: readonly BranchView[] }) {
  const { language, say } = useSpeech();
  const open = branches.reduce((sum, branch) => sum + (branch.open ?? 0), 0);
  return (
    <li className="tile tile-rest">
      {say("branches.more", { count: branches.length, open: FormatCount(open, language) })}
    </li>
  );
}

function Empty() {
  const { say } = useSpeech();
  return (
    <div className="empty">
      <p className="empty-title">{say("branches.empty")}</p>
      <p className="empty-note">{say("branches.empty.remedy")}</p>
    </div>
  );
}

interface BranchGridProps {
  branches: readonly BranchView[];
  /** As large as they fit; else all of them, one below the other. */
  fit: boolean;
}

/** The branches, the worst first. */
export const BranchGrid = memo(function BranchGrid({ branches, fit }: BranchGridProps) {
  const { say } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const order = useOrder(branches);
  useGlide(box, order.join(" "));
  const shape = fit && size !== null ? Shape(branches.length, size) : null;
  const places = shape === null ? branches.length : shape.columns * shape.rows;
  const sorted = InOrder(branches, order);
  const shown = sorted.length > places ? sorted.slice(0, places - 1) : sorted;
  const grid = shape === null ? {} : { "--columns": shape.columns, "--rows": shape.rows };
  const style = grid as CSSProperties;
  return (
    <section className="panel branches" aria-labelledby="branches-title">
      <header className="panel-head">
        <h2 id="branches-title">{say("branches.title")}</h2>
        <span className="panel-note">{say("branches.note")}</span>
      </header>
      <div className="branches-box" ref={box}>
        {branches.length === 0 ? (
          <Empty />
        ) : (
          <ul className={shape === null ? "tiles" : "tiles tiles-fit"} style={style}>
            {shown.map((branch) => (
              <BranchTile key={branch.branchId} branch={branch} />
            ))}
            {shown.length < sorted.length && <Rest branches={sorted.slice(shown.length)} />}
          </ul>
        )}
      </div>
    </section>
  );
});
