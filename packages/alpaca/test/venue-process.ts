import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../alpaca-sim/src/main.ts", import.meta.url));

/** The simulated venue as a process of its own, as the product runs it. */
export class VenueProcess {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
  }

  /** Starts the venue with the given arguments; resolves once it listens. */
  static async start(args: readonly string[]): Promise<VenueProcess> {
    const child = spawn(process.execPath, ["--import", "tsx", MAIN, "--port", "0", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    return new Promise((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`the venue ended with ${code}: ${complaint}`)));
      createInterface(child.stdout).once("line", (line) => {
        const port = /"listening":(\d+)/.exec(line)?.[1];
        if (port === undefined) reject(new Error(`the venue said: ${line}`));
        else resolve(new VenueProcess(child, Number(port)));
      });
    });
  }

  /** Sends a request to the control of the simulation and returns its answer. */
  async control(path: string, body?: unknown): Promise<unknown> {
    const request = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, request);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGTERM");
    await ended;
  }
}
