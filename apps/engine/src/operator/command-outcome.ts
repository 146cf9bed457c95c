import type { OneShotOverride } from "@interlock/core/risk/override/override";
import type { CommandNeed } from "./operator-command.ts";
import type { Closing } from "../risk/closing.ts";

/** What a command came to: the sentence for the person, and positions that it wants closed. */
export interface CommandOutcome {
  readonly accepted: boolean;
  readonly sentence: string;
  /** What it lacks, when it could be given again with that. */
  readonly needs?: CommandNeed | undefined;
  readonly closings?: readonly Closing[];
  /** An override whose order it wants sent. */
  readonly override?: OneShotOverride;
}

/** A command that changes nothing, and why, in a sentence. */
export function refuse(sentence: string): CommandOutcome {
  return { accepted: false, sentence };
}

/** A command that is carried out, and what that means, in a sentence. */
export function accept(sentence: string): CommandOutcome {
  return { accepted: true, sentence };
}

/** Reasons shorter than this, in characters, say nothing. */
export const REASON_LENGTH_MIN = 10;
