import type { Speech } from "../language";

/** A label of an output in the language of the reader. */
export function LabelText(output: string, label: string, { say, sayCategory }: Speech): string {
  switch (output) {
    case "type":
      return say(`triage.type.${label}` as "triage.type.noise");
    case "severity":
      return say(`triage.severity.${label}` as "triage.severity.low");
    case "dimension":
      return say(`triage.dimension.${label || "none"}` as "triage.dimension.none");
    case "sentiment":
      return say(`triage.sentiment.${label}` as "triage.sentiment.neutral");
    default:
      return sayCategory(label);
  }
}
