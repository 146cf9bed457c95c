import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CommandFailure } from "../context.ts";
import { fileFault } from "./file-fault.ts";

/**
 * Writes what a command made into a file that only its owner reads, and makes the folder that it is to be in. Throws
 * CommandFailure with a sentence where the system refuses.
 */
export function writeResult(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    const sentence = fileFault(error);
    if (sentence === null) throw error;
    throw new CommandFailure(`${file} was not written: ${sentence}`);
  }
}
