"use client";
import type { CommandReceipt } from "@interlock/api/engine-port";
import { useSyncExternalStore } from "react";
import { failureSentence, isSignedOut } from "../trpc/trpc-client.ts";

/** What became of a command, shown at the edge of the page until it is read or, when all is well, for a while. */
export interface CommandNotice {
  readonly id: number;
  readonly title: string;
  readonly sentence: string;
  readonly tone: "pending" | "ok" | "critical";
}

const KEPT = 3;
const DISMISS_MS = 8_000;

let notices: readonly CommandNotice[] = [];
let nextId = 1;
const none: readonly CommandNotice[] = [];
const listeners = new Set<() => void>();

function set(next: readonly CommandNotice[]): void {
  notices = next.slice(-KEPT);
  for (const listener of listeners) listener();
}

function put(notice: CommandNotice): void {
  const known = notices.some(({ id }) => id === notice.id);
  set(known ? notices.map((one) => (one.id === notice.id ? notice : one)) : [...notices, notice]);
}

export function dismissNotice(id: number): void {
  set(notices.filter((notice) => notice.id !== id));
}

/**
 * Runs a command and shows what the engine did with it. Returns whether it was accepted; never throws. Where the
 * session has ended nothing was done, and the way on is the sign-in page.
 */
export async function runCommand(
  title: string,
  call: () => Promise<Pick<CommandReceipt, "accepted" | "sentence">>,
): Promise<boolean> {
  const id = nextId++;
  put({ id, title, sentence: "Sent.", tone: "pending" });
  try {
    const { accepted, sentence } = await call();
    put({ id, title, sentence, tone: accepted ? "ok" : "critical" });
    if (accepted) setTimeout(() => dismissNotice(id), DISMISS_MS);
    return accepted;
  } catch (error) {
    put({ id, title, sentence: failureSentence(error), tone: "critical" });
    if (isSignedOut(error)) window.location.assign("/sign-in");
    return false;
  }
}

export function useCommandNotices(): readonly CommandNotice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
    () => none,
  );
}
