import type { Closing } from "../risk/closing.ts";

/** What a command came to: the sentence for the person, and positions that it wants closed. */
export interface CommandOutcome {
  readonly accepted: boolean;
  readonly sentence: string;
  readonly closings?: readonly Closing[];
}
