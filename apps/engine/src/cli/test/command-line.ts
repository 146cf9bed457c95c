import { runCli } from "../cli.ts";
import type { Ended } from "./product.ts";

/** Runs one command line in this process and returns its exit code and everything it said. */
export async function commandLine(...args: readonly string[]): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const code = await runCli(["node", "interlock", ...args], {
    stdout: {
      write: (text) => {
        stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
  });
  return { code, stdout, stderr };
}

/** Reads the one line of JSON that a command with --json says. */
export function answerOf<T>({ stdout }: Ended, read: (value: unknown) => T): T {
  return read(JSON.parse(stdout));
}
