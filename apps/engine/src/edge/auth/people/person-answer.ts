import type { PersonAnswer } from "@interlock/api/people/people-view";

/** Something that was done, in a sentence. */
export function accepted(sentence: string): PersonAnswer {
  return { accepted: true, sentence };
}

/** Something that was not done, and why. */
export function refused(sentence: string): PersonAnswer {
  return { accepted: false, sentence };
}

/** Said where an id is nobody's. */
export const NOBODY = "There is no such person here.";
