import { TriageStrokeOf, type TriageStroke } from "../../state/triage_keys";
import { useKeys } from "../desk/use_strokes";

/** Hears the keys of the page of triage; false leaves a key to the browser. */
export function useTriageStrokes(handle: (stroke: TriageStroke) => boolean): void {
  useKeys((press) => {
    const stroke = TriageStrokeOf(press);
    return stroke !== null && handle(stroke);
  });
}
