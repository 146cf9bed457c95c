import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { identifyProcess, isAlive, processIdentity } from "./process-identity.ts";

/** A file that one living process holds at a time, with a note for people. A claim whose process died is void. */
const claim = processIdentity.extend({ note: z.string() });
export type Claim = z.infer<typeof claim>;

/** Returns the living process that holds a claim, or null when nobody does. */
export function readClaim(path: string): Claim | null {
  try {
    const found = claim.parse(JSON.parse(readFileSync(path, "utf8")));
    return isAlive(found) ? found : null;
  } catch {
    // There is no claim, or a foreign file in its place.
    return null;
  }
}

/** Takes a claim for this process. Returns false when another living process has it. */
export function takeClaim(path: string, note: string): boolean {
  if (readClaim(path) === null) rmSync(path, { force: true });
  const self = identifyProcess(process.pid);
  if (self === null) return false;
  // Written whole before it gets its name: nobody may read half a claim and take it for a void one.
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify({ ...self, note }), { mode: 0o600 });
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

/** Gives a claim back, if it is this process's. */
export function releaseClaim(path: string): void {
  if (readClaim(path)?.pid === process.pid) rmSync(path, { force: true });
}
