import type { BranchView } from "../state/kpis";
import { AddressOf } from "../state/place";
import { FormatCount, FormatRate, kTileShortFrom } from "../text/format";
import { useSpeech } from "./language";

/** How a branch stands, worst first: what colours its tile. */
export type Standing = "owed" | "risk" | "calm";

export function StandingOf(branch: BranchView): Standing {
  if ((branch.owed ?? 0) > 0) return "owed";
  return (branch.atRisk ?? 0) > 0 ? "risk" : "calm";
}

// How the open tickets divide. Breached ones are open too, so what is left is on time.
function Shares({ branch }: { branch: BranchView }) {
  const open = Math.max(branch.open ?? 0, (branch.owed ?? 0) + (branch.atRisk ?? 0), 1);
  const owed = (100 * (branch.owed ?? 0)) / open;
  const risk = (100 * (branch.atRisk ?? 0)) / open;
  const calm = (100 * (branch.open ?? 0)) / open - owed - risk;
  return (
    <svg className="shares" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="shares-back" width="100" height="4" />
      <rect className="shares-owed" width={owed} height="4" />
      <rect className="shares-risk" x={owed} width={risk} height="4" />
      <rect className="shares-calm" x={owed + risk} width={Math.max(0, calm)} height="4" />
    </svg>
  );
}

interface CountProps {
  kind: string;
  value: string;
  label: string;
  /** Of the list behind the number. */
  href: string;
}

function Count({ kind, value, label, href }: CountProps) {
  return (
    <div className={`count count-${kind}`} data-zero={value === "0" || undefined}>
      <dd>
        <a className="figure-link" href={href}>
          {value}
        </a>
      </dd>
      <dt>{label}</dt>
    </div>
  );
}

export function BranchTile({ branch }: { branch: BranchView }) {
  const { language, say } = useSpeech();
  const Short = (count: number | null): string => FormatCount(count, language, kTileShortFrom);
  const ListOf = (measure: string): string =>
    AddressOf({
      page: "figure",
      name: measure,
      window: "5m",
      branchId: branch.branchId,
      category: "",
      provisional: false,
      side: "both",
    });
  const name = language === "zh" ? branch.nameZh : branch.nameEn;
  return (
    <li className={`tile tile-${StandingOf(branch)}`} data-branch-id={branch.branchId}>
      <h3 className="tile-name">{name}</h3>
      <dl className="counts">
        <Count
          kind="open"
          value={Short(branch.open)}
          label={say("branch.open")}
          href={ListOf("tickets_open")}
        />
        <Count
          kind="owed"
          value={Short(branch.owed)}
          label={say("branch.owed")}
          href={ListOf("clocks_breached_open")}
        />
        <Count
          kind="risk"
          value={Short(branch.atRisk)}
          label={say("branch.risk")}
          href={ListOf("tickets_at_risk")}
        />
        <Count
          kind="inflow"
          value={FormatRate(branch.inflowPerMinute, language)}
          label={say("branch.inflow")}
          href={ListOf("feedback_received")}
        />
      </dl>
      <Shares branch={branch} />
    </li>
  );
}
