import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { checkoutRoot } from "../../config/checkout-root.ts";

const INTERLOCK = join(checkoutRoot(), "interlock");

/** The end of one command. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs ./interlock with arguments, to its end. */
export function interlock(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [INTERLOCK, ...args],
      { timeout: 110_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

const readyLine = z.object({
  engine: z.string(),
  venue: z.string(),
  watchdog: z.string(),
  pid: z.number(),
});
/** Where a started product is. */
export type Ready = z.infer<typeof readyLine>;

/** `./interlock start` as a process. */
export class Product {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly output: string[] = [];

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [INTERLOCK, "start", "--json", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
  }

  /** Resolves once everything is ready; rejects with what was said when it ends before. */
  ready(): Promise<Ready> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (stream === null) continue;
        createInterface({ input: stream }).on("line", (line) => {
          this.output.push(line);
          if (line.startsWith('{"console"')) resolve(readyLine.parse(JSON.parse(line)));
        });
      }
      child.once("exit", (code) =>
        reject(new Error(`ended with ${code}:\n${this.output.join("\n")}`)),
      );
    });
  }
}
