import type { OneShotOverride } from "@interlock/core/risk/override/override";
import type { Closing } from "../risk/closing.ts";

/** What a refused command needs before it is taken: given again with it, under a new id. */
export type CommandNeed = "step_up" | "approval" | "confirmation";

/** Why a command was refused, where a program must tell: something moved on meanwhile, or it is not this person's. */
export type CommandFault = "conflict" | "forbidden";

/** How a command was answered. */
export interface CommandVerdict {
  readonly accepted: boolean;
  readonly sentence: string;
  /** What it lacks, when it could be given again with that. */
  readonly needs?: CommandNeed | undefined;
  readonly fault?: CommandFault | undefined;
  /** Id of what it made, e.g. of a request for approval. */
  readonly made?: string | undefined;
}

/** What a command came to: the sentence for the person, and positions that it wants closed. */
export interface CommandOutcome extends CommandVerdict {
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

/** Returns what a verdict says beside its sentence: nothing where it says nothing. */
export function verdictRest({
  needs,
  fault,
  made,
}: Omit<CommandVerdict, "accepted" | "sentence">): Omit<CommandVerdict, "accepted" | "sentence"> {
  return {
    ...(needs === undefined ? {} : { needs }),
    ...(fault === undefined ? {} : { fault }),
    ...(made === undefined ? {} : { made }),
  };
}

/** Reasons shorter than this, in characters, say nothing. */
export const REASON_LENGTH_MIN = 10;
