"use client";
import { type RefObject, useEffect, useState } from "react";
import { type RowWindow, rowWindow } from "./row-window.ts";

/** Returns the rows to put into the page while `scroller` is scrolled and resized. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rows: { readonly count: number; readonly rowHeight: number },
): RowWindow {
  const { count, rowHeight } = rows;
  const [view, setView] = useState({ scrollTop: 0, height: 0 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      // Whole rows: the page is drawn again when another row comes into sight, not at each pixel.
      const scrollTop = Math.floor(element.scrollTop / rowHeight) * rowHeight;
      const height = element.clientHeight;
      setView((before) =>
        before.scrollTop === scrollTop && before.height === height ? before : { scrollTop, height },
      );
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, rowHeight]);
  return rowWindow({ ...view, count, rowHeight });
}
