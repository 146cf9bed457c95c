"use client";
import { useEffect, useRef } from "react";

const AT_MOST_EVERY_MS = 2_000;

/** Fetches again when `signal` changes, at most every two seconds, and then once more for the last change. */
export function useRefetchOn(signal: string, refetch: () => unknown): void {
  const before = useRef(signal);
  const fetchedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (before.current === signal) return;
    before.current = signal;
    const wait = Math.max(0, AT_MOST_EVERY_MS - (performance.now() - fetchedAt.current));
    const timer = window.setTimeout(() => {
      fetchedAt.current = performance.now();
      refetch();
    }, wait);
    return () => window.clearTimeout(timer);
  }, [signal, refetch]);
}
