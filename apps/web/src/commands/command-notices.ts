"use client";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import { useSyncExternalStore } from "react";
import { failureSentence, isSignedOut } from "../trpc/trpc-client.ts";

/** What became of a command, shown at the edge of the page until it is read or, when all is well, for a while. */
export interface CommandNotice {
  readonly id: number;
  readonly title: string;
  readonly sentence: string;
  readonly tone: "pending" | "ok" | "critical";
}

/** What is read of an answer. */
type Answered = Pick<CommandReceipt, "accepted" | "sentence" | "needs">;

/** Which notice a form's last try left behind. */
export interface EarlierTry {
  current: number | null;
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
 * session has ended nothing was done, and the way on is the sign-in page. `tries` holds the notice of the same form's
 * try before: a new one takes it away, so that no refusal stands beside what has succeeded since.
 */
export async function runCommand(
  title: string,
  call: () => Promise<Answered>,
  tries: EarlierTry = { current: null },
): Promise<boolean> {
  const id = nextId++;
  if (tries.current !== null) dismissNotice(tries.current);
  tries.current = id;
  const receipt = await runForReceipt({ id, title }, call);
  return receipt?.accepted === true;
}

/**
 * Runs a command, and where the engine wants others to agree to it, asks them: the same act as a request, under the
 * same press. Returns whether either was accepted.
 */
export async function runOrRequest(
  title: string,
  call: () => Promise<Answered>,
  request: () => Promise<Answered>,
): Promise<boolean> {
  const id = nextId++;
  const receipt = await runForReceipt({ id, title }, call);
  if (receipt?.needs !== "approval") return receipt?.accepted === true;
  // The same notice: that it could not be done directly is no news to whoever reads that it was asked for.
  const asked = await runForReceipt(
    { id, title: `Ask for approval: ${title.toLowerCase()}` },
    request,
  );
  return asked?.accepted === true;
}

async function runForReceipt(
  { id, title }: Pick<CommandNotice, "id" | "title">,
  call: () => Promise<Answered>,
): Promise<Answered | null> {
  put({ id, title, sentence: "Sent.", tone: "pending" });
  try {
    const receipt = await call();
    const { accepted, sentence } = receipt;
    put({ id, title, sentence, tone: accepted ? "ok" : "critical" });
    if (accepted) setTimeout(() => dismissNotice(id), DISMISS_MS);
    return receipt;
  } catch (error) {
    put({ id, title, sentence: failureSentence(error), tone: "critical" });
    if (isSignedOut(error)) window.location.assign("/sign-in");
    return null;
  }
}

/** What stands at the edge of the page now, oldest first. */
export function currentNotices(): readonly CommandNotice[] {
  return notices;
}

export function useCommandNotices(): readonly CommandNotice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    currentNotices,
    () => none,
  );
}
