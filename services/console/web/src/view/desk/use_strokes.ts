import { useEffect, useRef } from "react";
import { StrokeOf, type KeyPress, type Stroke } from "../../state/keys";

const kWriting = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const kRadio = "input[type=radio]";

function InField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(kWriting) !== null;
}

// Enter on a link or a button is theirs: it opens what has the focus. Arrows on a radio button are
// its own way to choose.
function IsTheirs(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.key === "Enter") return event.target.closest("a, button, summary") !== null;
  return event.key.startsWith("Arrow") && event.target.matches(kRadio);
}

/** Hears the keys of the page; a handler that returns false leaves the key to the browser. */
export function useKeys(handle: (press: KeyPress) => boolean): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    const Pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || IsTheirs(event)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const { key, ctrlKey, metaKey, altKey, isComposing } = event;
      const inField = InField(event.target);
      if (latest.current({ key, ctrlKey, metaKey, altKey, isComposing, inField })) {
        event.preventDefault();
      }
    };
    addEventListener("keydown", Pressed);
    return () => removeEventListener("keydown", Pressed);
  }, []);
}

/** The same for the keys that most pages have. */
export function useStrokes(handle: (stroke: Stroke) => boolean): void {
  useKeys((press) => {
    const stroke = StrokeOf(press);
    return stroke !== null && handle(stroke);
  });
}
