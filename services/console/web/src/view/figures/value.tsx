import type { WireKpi } from "../../api/wire";
import { UnitOf } from "../../state/figures";
import { AddressOf, type FigurePlace } from "../../state/place";
import {
  FormatCount,
  FormatDuration,
  FormatPercent,
  FormatScore,
  FormatShare,
  kUnknown,
} from "../../text/format";
import { useSpeech, type Speech } from "../language";

/** A value with its unit, as a person reads it; a dash where it is not defined. */
export function ValueText(kpi: WireKpi | undefined, speech: Speech): string {
  const value = kpi?.value ?? null;
  if (kpi === undefined || value === null) return kUnknown;
  switch (UnitOf(kpi.name)) {
    case "share":
      return `${FormatShare(value)} %`;
    case "percent":
      return kpi.variant === "b"
        ? FormatScore(value, speech.language)
        : FormatPercent(value, speech.language);
    case "score":
      return FormatScore(value, speech.language);
    case "seconds":
      return FormatDuration(value, speech.language);
    default:
      return FormatCount(value, speech.language);
  }
}

interface LinkProps {
  kpi: WireKpi | undefined;
  window: FigurePlace["window"];
  /** Of what: read before the value by who does not see where it stands. */
  label: string;
  branchId?: string;
  category?: string;
}

/** A number that opens the tickets behind it. */
export function FigureLink({ kpi, window, label, branchId = "", category = "" }: LinkProps) {
  const speech = useSpeech();
  const text = ValueText(kpi, speech);
  const marks = (
    <>
      {typeof kpi?.standard_error === "number" && (
        <span className="figure-error">±{FormatScore(kpi.standard_error, speech.language)}</span>
      )}
      {kpi?.provisional === true && (
        <span className="figure-mark" title={speech.say("figures.provisional.note")}>
          {speech.say("figures.provisional")}
        </span>
      )}
    </>
  );
  if (kpi === undefined || kpi.value === null) {
    return (
      <span className="figure-none">
        <span className="unseen">{label} </span>
        {text}
      </span>
    );
  }
  const place: FigurePlace = {
    page: "figure",
    name: kpi.name,
    window,
    branchId,
    category,
    provisional: kpi.provisional,
    side: "both",
  };
  return (
    <a className="figure-link" href={AddressOf(place)} data-measure={kpi.name}>
      <span className="unseen">{label} </span>
      {text}
      {marks}
    </a>
  );
}
