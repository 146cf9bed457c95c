import fc from "fast-check";

/** Few runs, for every change of the code repeats them; the same ones, so that an answer holds the next time. */
fc.configureGlobal({ numRuns: 100, seed: 1 });
