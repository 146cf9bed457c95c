"use client";
import type { KeyAnswer } from "@interlock/api/keys/key-port";
import type { PersonAnswer } from "@interlock/api/people/people-view";
import { useState } from "react";
import { runCommand } from "../commands/command-notices.ts";

/**
 * Runs an act about people, shows what became of it, and asks again for what the page shows. Returns the answer where
 * it was accepted, for what is shown once.
 */
export function useAct(refresh: () => void) {
  const [busy, setBusy] = useState(false);
  const act = async <A extends PersonAnswer | KeyAnswer>(
    title: string,
    call: () => Promise<A>,
  ): Promise<A | null> => {
    let answer: A | null = null;
    setBusy(true);
    const accepted = await runCommand(title, async () => {
      answer = await call();
      return answer;
    });
    setBusy(false);
    refresh();
    return accepted ? answer : null;
  };
  return { busy, act };
}
