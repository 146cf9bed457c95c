import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { quietEnvironment, ROOT } from "./checkout.mjs";

/**
 * @typedef {object} CommandOptions
 * @property {(line: string) => void} [onLine] called with every line as it comes
 * @property {Record<string, string>} [env] added to the quiet environment
 * @property {number} [timeoutMs] after which the command is ended and counts as failed
 */

/**
 * Runs a Node script or program to its end and returns its exit code with everything that it printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCommand(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...quietEnvironment(), ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: program.endsWith(".cmd"),
    });
    /** @type {string[]} */
    const lines = [];
    const timer = options.timeoutMs && setTimeout(() => child.kill("SIGKILL"), options.timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        options.onLine?.(line);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (timer) clearTimeout(timer);
      if (signal !== null) lines.push(`ended by ${signal}`);
      resolve({ code: code ?? 1, output: lines.join("\n") });
    });
  });
}

/**
 * Runs the command line of an installed package with this very Node, e.g. `runTool("turbo/bin/turbo", ["run"])`.
 * @param {string} script path below node_modules
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function runTool(script, args, options) {
  return runCommand(process.execPath, [`${ROOT}/node_modules/${script}`, ...args], options);
}
