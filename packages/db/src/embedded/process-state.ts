import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { codeOf } from "../database-start-error.ts";

/** Tells whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Returns the command line of a process; empty for a zombie or a dead one, null where the system does not tell. */
export function commandLine(pid: number): string | null {
  if (process.platform === "linux") return commandLineFromProc(pid);
  if (process.platform === "win32") return null;
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function commandLineFromProc(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch (error) {
    return codeOf(error) === "ENOENT" ? "" : null;
  }
}
