import { afterAll, afterEach, expect } from "vitest";
import { buildBundles, type Bundles } from "../processes/bundles.ts";
import { journaled } from "../processes/what-was-journaled.ts";
import { type LiveCase, LiveStage } from "./live-stage.ts";

/** Live accounts whose journals hold an approval, for the tests of one file, which end with them. */
export class LiveCases {
  readonly bundles: Bundles = buildBundles();
  readonly #opened: LiveStage[] = [];

  constructor() {
    afterAll(() => this.bundles.remove());
    afterEach(async () => {
      for (const one of this.#opened.splice(0)) await one.close();
    });
  }

  readonly open = async (given: Partial<LiveCase> = {}): Promise<LiveStage> => {
    const live = await LiveStage.open({ bundles: this.bundles, ...given });
    this.#opened.push(live);
    return live;
  };

  /** A live account whose journal holds an approval in force for exactly what would start now. */
  readonly approved = async (given: Partial<LiveCase> = {}): Promise<LiveStage> => {
    const live = await this.open(given);
    await live.approved();
    return live;
  };
}

/** Why the approval ended at the start of this engine. */
export function endedWhy({ stage }: LiveStage): string {
  return (
    journaled(stage.dataDir, "launch_ended").map(({ stage: how, why }) => `${how}: ${why}`)[0] ?? ""
  );
}

/** Nothing that adds risk leaves, and everything that reduces it does. */
export async function reducesOnly(live: LiveStage): Promise<void> {
  await live.refusesRisk();
  await live.exitsPass();
}

/** The engine starts, the approval ends for that reason, and from then on nothing adds risk. */
export async function endsAtStart(
  live: LiveStage,
  why: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  await live.start(env);
  expect(endedWhy(live)).toContain(why);
  await reducesOnly(live);
}

/** The engine refuses to start, with that sentence. */
export async function startIsRefused(
  live: LiveStage,
  sentence: string | RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { code, text } = await live.startRefused(env);
  expect(code).not.toBe(0);
  expect(text).toMatch(sentence);
}

export const PATIENT = { timeout: 240_000 };
