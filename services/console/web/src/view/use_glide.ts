import { useLayoutEffect, useRef, type RefObject } from "react";

const kGlideMs = 600;

/**
 * Lets the children of a container glide to their new places when their order changes, so that an
 * eye that rests on a branch can follow it. Children are known by `data-branch-id`.
 */
export function useGlide(ref: RefObject<HTMLElement | null>, order: string): void {
  const places = useRef(new Map<string, DOMRect>());
  useLayoutEffect(() => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const next = new Map<string, DOMRect>();
    for (const child of ref.current?.querySelectorAll<HTMLElement>("[data-branch-id]") ?? []) {
      const id = child.dataset.branchId ?? "";
      const to = child.getBoundingClientRect();
      const from = places.current.get(id);
      next.set(id, to);
      if (calm || from === undefined || from.width !== to.width) continue;
      const x = from.left - to.left;
      const y = from.top - to.top;
      if (x === 0 && y === 0) continue;
      child.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], {
        duration: kGlideMs,
        easing: "cubic-bezier(.2,.8,.2,1)",
      });
    }
    places.current = next;
  }, [ref, order]);
}
