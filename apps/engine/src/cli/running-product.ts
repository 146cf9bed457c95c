import { ownCommand } from "../config/own-command.ts";
import { isAlive } from "../supervisor/process-identity.ts";
import { readSupervisorFile, type SupervisorFile } from "../supervisor/run-files.ts";
import { CommandFailure } from "./context.ts";
import { EXIT } from "./exit-code.ts";

/** Returns the product that runs from a data folder, or null. */
export function runningProduct(dataDir: string): SupervisorFile | null {
  const file = readSupervisorFile(dataDir);
  return file !== null && isAlive(file) ? file : null;
}

/** Returns the running product; throws CommandFailure when there is none. */
export function demandRunning(dataDir: string): SupervisorFile {
  const file = runningProduct(dataDir);
  if (file !== null) return file;
  throw new CommandFailure(
    `Nothing runs from ${dataDir}: start it with ${ownCommand(dataDir, "start")}.`,
    EXIT.notRunning,
  );
}
