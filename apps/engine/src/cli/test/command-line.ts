import { runCli } from "../cli.ts";
import type { Ended } from "./product.ts";

/** A command line that runs in this process, and what it has said so far. */
export interface RunningCommand {
  readonly ended: Promise<Ended>;
  readonly stdout: string;
  readonly stderr: string;
  /** Presses Ctrl-C. */
  interrupt(): void;
}

/** Starts a command line in this process. */
export function startCommand(...args: readonly string[]): RunningCommand {
  const said = { stdout: "", stderr: "" };
  const listeners: (() => void)[] = [];
  const code = runCli(["node", "interlock", ...args], {
    stdout: {
      write: (text) => {
        said.stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        said.stderr += text;
      },
    },
    on: (signal, listener) => {
      if (signal === "SIGINT") listeners.push(listener);
    },
  });
  return {
    ended: code.then((given) => ({ code: given, ...said })),
    get stdout() {
      return said.stdout;
    },
    get stderr() {
      return said.stderr;
    },
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
}

/** Runs one command line in this process and returns its exit code and everything it said. */
export function commandLine(...args: readonly string[]): Promise<Ended> {
  return startCommand(...args).ended;
}
