import { log } from "./log.ts";

/**
 * Ends the process: the disk refused, or the start did. Nothing may go on from here; the supervisor starts the engine
 * again where that can help, and says this sentence where it cannot.
 */
export function fall(sentence: string): never {
  log.fatal(sentence);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
