import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { processIdentity } from "./process-identity.ts";
import { writeDurably } from "./write-durably.ts";

/** The processes that the supervisor starts, in the order in which it starts them. */
export const CHILD_NAMES = ["venue", "engine", "watchdog", "console"] as const;
export type ChildName = (typeof CHILD_NAMES)[number];

/** run/supervisor.json: what runs from this data folder and where it listens. Null where a part was not started. */
const supervisorFile = processIdentity.extend({
  /** Where to look: the console, or the engine when there is no console. */
  url: z.string(),
  startedAt: z.string(),
  environment: z.enum(["sim", "paper", "live"]),
  consoleUrl: z.string().nullable(),
  engineUrl: z.string(),
  venueUrl: z.string().nullable(),
  watchdogUrl: z.string(),
  databaseUrl: z.string(),
  /** What the simulated venue plays, as a sentence; empty with a real one. */
  tape: z.string(),
});
export type SupervisorFile = z.infer<typeof supervisorFile>;

/** run/children.json: the living processes, rewritten whenever one starts or ends. */
const childrenFile = z.partialRecord(z.enum(CHILD_NAMES), processIdentity);
export type ChildrenFile = z.infer<typeof childrenFile>;

/** Paths under run/ of a data folder. */
export function runPath(dataDir: string, name: RunFileName): string {
  return join(dataDir, "run", name);
}
export type RunFileName =
  | "supervisor.json"
  | "children.json"
  | "supervisor.lock"
  | "ledger.lock"
  | "restore-drill.lock"
  | "engine.sock"
  | "watchdog.sock";

function read<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error: unknown) {
    // What another user keeps from us may well run.
    if (isForbidden(error)) throw error;
    // Missing, torn or of another version: it names nothing that runs.
    return null;
  }
}

/** Tells whether an error says that this user may not touch a file. */
function isForbidden(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && "code" in error && ["EACCES", "EPERM"].includes(String(error.code))
  );
}

/** Returns what the supervisor wrote when everything was ready, or null. It may be dead: see `isAlive`. */
export function readSupervisorFile(dataDir: string): SupervisorFile | null {
  return read(runPath(dataDir, "supervisor.json"), supervisorFile);
}

/** Says that everything is ready, and where. */
export function writeSupervisorFile(dataDir: string, file: SupervisorFile): void {
  writeDurably(runPath(dataDir, "supervisor.json"), JSON.stringify(file, null, 2));
}

/** Returns the processes that the last supervisor started; empty when there is no such file. */
export function readChildrenFile(dataDir: string): ChildrenFile {
  return read(runPath(dataDir, "children.json"), childrenFile) ?? {};
}

/** Notes the living processes. */
export function writeChildrenFile(dataDir: string, children: ChildrenFile): void {
  writeDurably(runPath(dataDir, "children.json"), JSON.stringify(children, null, 2));
}

/** Removes what names running processes, after an orderly stop. */
export function removeRunFiles(dataDir: string): void {
  for (const name of ["supervisor.json", "children.json", "supervisor.lock"] as const) {
    rmSync(runPath(dataDir, name), { force: true });
  }
}
