/** What the exit codes of ./interlock mean; docs/cli.md says it to people. */
export const EXIT = {
  /** Done, and nothing was found. */
  ok: 0,
  /** It failed, or found what it looks for: a fault, a break, a part that is down, something left at the venue. */
  found: 1,
  /** The command line was not understood, or asks for what cannot be. */
  usage: 2,
  /** Nothing runs from this data folder. */
  notRunning: 3,
  /** Something runs from it already. */
  alreadyRuns: 4,
} as const;
