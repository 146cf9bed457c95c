import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { checkoutRoot } from "../../src/config/checkout-root.ts";

/** What is run. */
export interface ProgramPlan {
  readonly name: string;
  /** Arguments of Node: the program and its own arguments. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Ends a program when the test's process is gone, however that ended. */
const FOLLOW_PARENT = join(checkoutRoot(), "apps/engine/src/supervisor/follow-parent.mjs");

/** Variables of ours that the outer process may carry and that no program under test may see. */
const OURS = /^(INTERLOCK_|ALPACA_|APCA_|DATABASE_URL$|ENGINE_PORT$|WATCHDOG_PORT$|CONSOLE_URL$)/;

/** A Node process under test: its lines as they come, and its end. */
export class Program {
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly ended: Promise<Ended>;
  readonly #name: string;
  readonly #child: ChildProcess;
  #onLine: () => void = () => undefined;

  constructor({ name, args, env = {} }: ProgramPlan) {
    this.#name = name;
    const outer = Object.entries(process.env).filter(([key]) => !OURS.test(key));
    this.#child = spawn(process.execPath, ["--import", FOLLOW_PARENT, ...args], {
      cwd: checkoutRoot(),
      env: { ...Object.fromEntries(outer), ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#collect("stdout");
    this.#collect("stderr");
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => resolve({ code, signal }));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves with the first line of its output that fits; throws with its last words when it ends before. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    const found = new Promise<RegExpExecArray>((resolve) => {
      this.#onLine = () => {
        const match = this.stdout.map((line) => pattern.exec(line)).find((one) => one !== null);
        if (match != null) resolve(match);
      };
      this.#onLine();
    });
    const outcome = await Promise.race([found, this.ended]);
    if ("code" in outcome) throw new Error(`${this.#name} ended: ${this.lastWords()}`);
    return outcome;
  }

  /** The last lines that it wrote on standard error. */
  lastWords(): string {
    return this.stderr.slice(-12).join("\n");
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ended> {
    if (this.isRunning) this.#child.kill(signal);
    return this.ended;
  }

  /** Sends a signal that does not end it. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child.kill(signal);
  }

  #collect(from: "stdout" | "stderr"): void {
    const input = this.#child[from];
    if (input === null) return;
    createInterface({ input }).on("line", (line) => {
      this[from].push(line);
      this.#onLine();
    });
  }
}
