import { join } from "node:path";
import { readClaim, releaseClaim, takeClaim } from "../../supervisor/claim-file.ts";

/**
 * The right to close positions while no engine runs: run/engine-hold.json. Two closers would sell the same shares
 * twice and end up short, so whoever closes without the engine holds this first; the supervisor starts no engine while
 * a living process holds it.
 */

/** Returns the hold's path in a data folder. */
export function holdPath(dataDir: string): string {
  return join(dataDir, "run", "engine-hold.json");
}

/** Returns why no engine may start now, or null when one may. */
export function engineHeldBecause(dataDir: string): string | null {
  return readClaim(holdPath(dataDir))?.note ?? null;
}

/** Takes the hold for this process. Returns false when another living process has it. */
export function takeEngineHold(dataDir: string, reason: string): boolean {
  return takeClaim(holdPath(dataDir), reason);
}

/** Gives the hold back; the supervisor then starts the engine. */
export function releaseEngineHold(dataDir: string): void {
  releaseClaim(holdPath(dataDir));
}
