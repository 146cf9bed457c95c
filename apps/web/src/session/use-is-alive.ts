"use client";
import { useSyncExternalStore } from "react";

const never = (): (() => void) => () => undefined;

/**
 * Tells whether the page listens yet. What the server sent is drawn before its program has loaded: a press is lost
 * until then, and a form would be sent the browser's own way, with a password in the address.
 */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
