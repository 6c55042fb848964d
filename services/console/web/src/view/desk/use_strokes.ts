import { useEffect, useRef } from "react";
import { StrokeOf, type Stroke } from "../../state/keys";

const kWriting = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

function InField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(kWriting) !== null;
}

// Enter on a link or a button is theirs: it opens what has the focus.
function IsTheirs(event: KeyboardEvent): boolean {
  return event.key === "Enter" && event.target instanceof Element
    ? event.target.closest("a, button, summary") !== null
    : false;
}

/** Hears the keys of the page; a handler that returns false leaves the key to the browser. */
export function useStrokes(handle: (stroke: Stroke) => boolean): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    const Pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || IsTheirs(event)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const { key, ctrlKey, metaKey, altKey, isComposing } = event;
      const inField = InField(event.target);
      const stroke = StrokeOf({ key, ctrlKey, metaKey, altKey, isComposing, inField });
      if (stroke !== null && latest.current(stroke)) event.preventDefault();
    };
    addEventListener("keydown", Pressed);
    return () => removeEventListener("keydown", Pressed);
  }, []);
}
