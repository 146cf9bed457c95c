"use client";
import { type RefObject, useEffect, useRef } from "react";

const FLASH_MS = 600;
const AT_MOST_EVERY_MS = 1_000;

/**
 * Tints an element's background for a moment when its value changes: at most once a second, never for
 * reduced motion.
 */
export function useValueFlash(ref: RefObject<HTMLElement | null>, value: string | null): void {
  const before = useRef(value);
  const flashedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (before.current === value) return;
    const known = before.current !== null;
    before.current = value;
    const now = performance.now();
    if (!known || now - flashedAt.current < AT_MOST_EVERY_MS) return;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    flashedAt.current = now;
    ref.current?.animate(
      [
        { backgroundColor: "color-mix(in srgb, currentColor 16%, transparent)" },
        { backgroundColor: "transparent" },
      ],
      { duration: FLASH_MS, easing: "ease-out" },
    );
  }, [ref, value]);
}
