import { type ChildProcess as NodeChild, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { checkoutRoot } from "../config/checkout-root.ts";
import { z } from "zod";
import { folding, type Folding } from "../run/process/folding.ts";
import type { ChildName } from "./run-files.ts";
import type { RotatingLog } from "./rotating-log.ts";
import { LineScrubber, makeScrub } from "./scrub-secrets.ts";

/** What is to be run. */
export interface ChildPlan {
  readonly name: ChildName;
  /** Arguments of Node: options, program, and the program's own arguments. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Who is told what becomes of a child. */
export interface ChildEvents {
  /** It says that it works on getting ready, and may wait for others as long as it takes. */
  alive(): void;
  /** It folds its journal, and says how far it is. */
  folding(folding: Folding): void;
  /** Its port, once it says that it is ready. */
  ready(port: number): void;
  /** It ended; `detail` is its own last words, or how it ended. */
  exited(detail: string): void;
}

/** A running child. */
export interface Child {
  readonly pid: number | undefined;
  signal(signal: "SIGTERM" | "SIGKILL"): void;
}

const FOLLOW_PARENT = join(checkoutRoot(), "apps/engine/src/supervisor/follow-parent.mjs");
const LAST_WORDS_MAX = 6;

/**
 * Returns the port in a line by which a child says that it is ready, or null: {"ready":true,"port":8001} from engine
 * and watchdog, {"listening":8010} from the venue, "console: ready on http://localhost:3000" from the console.
 */
export function readyPort(line: string): number | null {
  const spoken = /^console: ready on https?:\/\/[^\s/]+:(\d+)/.exec(line);
  if (spoken !== null) return Number(spoken[1]);
  if (!line.startsWith("{")) return null;
  try {
    const parsed = readyLine.safeParse(JSON.parse(line));
    if (!parsed.success) return null;
    return "listening" in parsed.data ? parsed.data.listening : parsed.data.port;
  } catch {
    // A line of its log that merely begins like JSON.
    return null;
  }
}

/** Returns how far an engine says that the fold of its journal is: {"folding":{...}}; null for any other line. */
export function foldingIn(line: string): Folding | null {
  if (!line.startsWith('{"folding":')) return null;
  try {
    return foldingLine.parse(JSON.parse(line)).folding;
  } catch {
    // A line of its log that merely begins so.
    return null;
  }
}

const foldingLine = z.object({ folding });

/** An engine says so once its journal is recovered; whether its venue answers is not in its hands. */
const ALIVE_LINE = '{"alive":true}';

const readyLine = z.union([
  z.object({ ready: z.literal(true), port: z.number() }),
  z.object({ listening: z.number() }),
]);

/**
 * Starts a child in a process group of its own, so that Ctrl-C reaches the supervisor alone and the order of a stop
 * is kept. Its output goes to its log, without the secrets in it.
 */
export function startChild(plan: ChildPlan, log: RotatingLog, events: ChildEvents): Child {
  const child = spawn(process.execPath, ["--import", FOLLOW_PARENT, ...plan.args], {
    cwd: plan.cwd,
    env: plan.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const lastWords: string[] = [];
  const scrub = makeScrub(plan.env);
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new LineScrubber(scrub, (chunk) => log.write(chunk));
    stream.on("data", (chunk: Buffer) => lines.take(chunk));
    stream.on("end", () => lines.flush());
  }
  createInterface({ input: child.stdout }).on("line", (line) => {
    const port = readyPort(line);
    const far = foldingIn(line);
    if (port !== null) events.ready(port);
    else if (far !== null) events.folding(far);
    else if (line === ALIVE_LINE) events.alive();
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    lastWords.push(scrub(line));
    if (lastWords.length > LAST_WORDS_MAX) lastWords.shift();
  });
  let over = false;
  const end = (detail: string): void => {
    if (!over) events.exited(detail);
    over = true;
  };
  child.once("error", (error) => end(error.message));
  // "close" and not "exit": only then have its last words been read.
  child.once("close", (code, signal) => end(explainEnd({ code, signal, lastWords })));
  return { pid: child.pid, signal: (signal) => signalChild(child, signal) };
}

function signalChild(child: NodeChild, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastWords: readonly string[];
}

/** Says how a child ended: its last words that are sentences, or the code or signal. */
export function explainEnd({ code, signal, lastWords }: End): string {
  const how = signal === null ? `code ${code ?? "unknown"}` : signal;
  if (code === 0 || signal === "SIGKILL") return how;
  const words = lastWords.map(readableLine).filter((line) => line !== "");
  return words.length === 0 ? how : words.join(" ");
}

/** A log line in JSON counts by its message when it is an error; stack frames count for nothing. */
function readableLine(line: string): string {
  if (/^\s+at /.test(line) || /^(Node\.js v|\s*\^|\s*$)/.test(line)) return "";
  if (!line.startsWith("{")) return line.trim();
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("msg" in value)) return "";
    const severe = "level" in value && typeof value.level === "number" && value.level >= 50;
    return severe && typeof value.msg === "string" ? value.msg : "";
  } catch {
    // The line was cut, or is no JSON after all.
    return line.trim();
  }
}
