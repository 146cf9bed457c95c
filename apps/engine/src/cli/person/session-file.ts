import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const sessionFile = z.object({ cookie: z.string().min(1), name: z.string() });
/** Who is signed in at the command line of a data folder: their session's cookie, which opens what they may do. */
export type SessionFile = z.infer<typeof sessionFile>;

const pathOf = (dataDir: string) => join(dataDir, "run", "cli-session.json");

/** Returns who is signed in here; null where nobody is. */
export function readSession(dataDir: string): SessionFile | null {
  try {
    const parsed = sessionFile.safeParse(JSON.parse(readFileSync(pathOf(dataDir), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Keeps a session where only this user reads it. */
export function keepSession(dataDir: string, session: SessionFile): void {
  rmSync(pathOf(dataDir), { force: true });
  writeFileSync(pathOf(dataDir), JSON.stringify(session), { mode: 0o600, flag: "wx" });
}

export function dropSession(dataDir: string): void {
  rmSync(pathOf(dataDir), { force: true });
}
