"use client";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** A parameter of the page's address, so that a link or a reload brings the same view. Null takes it away. */
export function useUrlState(key: string): readonly [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(key);
  const set = useCallback(
    (next: string | null) => {
      const url = new URL(window.location.href);
      if (next === null) url.searchParams.delete(key);
      else url.searchParams.set(key, next);
      window.history.replaceState(null, "", url);
    },
    [key],
  );
  return [value, set];
}
