import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { identifyProcess, isAlive, processIdentity } from "../../supervisor/process-identity.ts";

/**
 * The right to close positions while no engine runs: run/engine-hold.json. Two closers would sell the same shares
 * twice and end up short, so whoever closes without the engine holds this first; the supervisor starts no engine while
 * a living process holds it. A hold whose process died is void.
 */
const holdFile = processIdentity.extend({ reason: z.string() });

/** Returns the hold's path in a data folder. */
export function holdPath(dataDir: string): string {
  return join(dataDir, "run", "engine-hold.json");
}

/** Returns why no engine may start now, or null when one may. */
export function engineHeldBecause(dataDir: string): string | null {
  try {
    const hold = holdFile.parse(JSON.parse(readFileSync(holdPath(dataDir), "utf8")));
    return isAlive(hold) ? hold.reason : null;
  } catch {
    // There is no hold, or a foreign file in its place.
    return null;
  }
}

/** Takes the hold for this process. Returns false when another living process has it. */
export function takeEngineHold(dataDir: string, reason: string): boolean {
  const path = holdPath(dataDir);
  if (engineHeldBecause(dataDir) === null) rmSync(path, { force: true });
  const self = identifyProcess(process.pid);
  if (self === null) return false;
  // Written whole before it gets its name: nobody may read half a hold and take it for a void one.
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify({ ...self, reason }), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Gives the hold back; the supervisor then starts the engine. */
export function releaseEngineHold(dataDir: string): void {
  rmSync(holdPath(dataDir), { force: true });
}
