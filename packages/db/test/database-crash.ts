import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Returns the process ids of every process of the server on a cluster, the postmaster first. Linux only. */
export function serverProcesses(cluster: string): number[] {
  const postmaster = Number(readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
  const others = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== postmaster && workingFolder(pid) === cluster);
  return [postmaster, ...others];
}

/** Kills every process of a server at once, as a crash of the machine would, and waits until they are gone. */
export async function killServer(cluster: string): Promise<void> {
  const processes = serverProcesses(cluster);
  for (const pid of processes) {
    if (existsSync(`/proc/${pid}`)) process.kill(pid, "SIGKILL");
  }
  while (processes.some((pid) => workingFolder(pid) === cluster)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
