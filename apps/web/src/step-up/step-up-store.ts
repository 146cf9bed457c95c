"use client";
import { useSyncExternalStore } from "react";

/** An action that waits for its passkey, and what becomes of it. */
export interface StepUpWish {
  /** The procedure that would do it. */
  readonly path: string;
  /** What it is sent, exactly as it is hashed. */
  readonly input: unknown;
  /** SHA-256 in hex of the action; the passkey signs for it and for nothing else. */
  readonly actionHash: string;
  /** Null: the person did not confirm. */
  readonly settle: (stepUpId: string | null) => void;
}

let wish: StepUpWish | null = null;
const listeners = new Set<() => void>();

function set(next: StepUpWish | null): void {
  wish = next;
  for (const listener of listeners) listener();
}

/** Asks the person for a passkey; resolves with the confirmation's id, or null when it was not given. */
export function askStepUp(asked: Omit<StepUpWish, "settle">): Promise<string | null> {
  // One question at a time: what waited before is not confirmed by a tap that was meant for this.
  wish?.settle(null);
  return new Promise((resolve) => {
    const settle = (stepUpId: string | null): void => {
      set(null);
      resolve(stepUpId);
    };
    set({ ...asked, settle });
  });
}

export function useStepUpWish(): StepUpWish | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wish,
    () => null,
  );
}
