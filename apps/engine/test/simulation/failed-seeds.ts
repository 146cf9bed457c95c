/** A seed that once found something, and what. Every one of them is run again with every test. */
export interface FailedSeed {
  readonly seed: string;
  readonly found: string;
}

/** Seeds draw other faults once the simulation itself changes: the sentence says what to look for then. */
export const FAILED_SEEDS: readonly FailedSeed[] = [
  {
    seed: "1063",
    found:
      "A stop-loss that fires under a kill which removed the protective stops rests until a person resumes: the auditor took that for one that never ends.",
  },
];
