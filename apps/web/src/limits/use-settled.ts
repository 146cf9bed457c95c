"use client";
import { useEffect, useState } from "react";

/** Returns a value once it has not changed for `ms`: so that typing does not ask the engine at each key. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), ms);
    return () => window.clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
