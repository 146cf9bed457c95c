"use client";
import type { KeyAnswer } from "@interlock/api/keys/key-port";
import type { PersonAnswer } from "@interlock/api/people/people-view";
import { useRef, useState } from "react";
import { runCommand } from "../commands/command-notices.ts";

/** An act that others must agree to: what it is, and asking them with a reason. */
export interface Asking {
  readonly title: string;
  /** Nobody else could agree to it: whoever asks does so themself, later. */
  readonly alone: boolean;
  readonly ask: (reason: string) => void;
  readonly leave: () => void;
}

/**
 * Runs an act about people, shows what became of it, and asks again for what the page shows. Returns the answer where
 * it was accepted, for what is shown once. Where others must agree, `asking` is what asks them with a reason.
 */
export function useAct(refresh: () => void) {
  const tries = useRef<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const act = async <A extends PersonAnswer | KeyAnswer>(
    title: string,
    call: (reason?: string) => Promise<A>,
  ): Promise<A | null> => {
    let answer: A | null = null;
    setBusy(true);
    const run = async () => {
      answer = await call();
      return answer;
    };
    const accepted = await runCommand(title, run, tries);
    setBusy(false);
    const leave = () => setAsking(null);
    const ask = (reason: string) => void act(title, () => call(reason));
    setAsking(needsOthers(answer) ? { title, alone: isAlone(answer), ask, leave } : null);
    refresh();
    return accepted ? answer : null;
  };
  return { busy, act, asking };
}

function needsOthers(answer: PersonAnswer | KeyAnswer | null): boolean {
  return answer?.needs === "approval";
}

function isAlone(answer: PersonAnswer | KeyAnswer | null): boolean {
  return answer?.alone === true;
}
