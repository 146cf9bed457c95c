import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { randomInt } from "node:crypto";

/** Returns whether nothing listens on a port of this machine. */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Below the range from which systems give ports to outgoing connections, which would take it again at any moment. */
const FREE_FROM = 20_000;
const FREE_BELOW = 32_000;
const TRIES_MAX = 200;

/** Returns a port that was free a moment ago. Throws when there is none left. */
export async function anyFreePort(host = "127.0.0.1"): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(FREE_FROM, FREE_BELOW);
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`no port from ${FREE_FROM} to ${FREE_BELOW - 1} is free: name one`);
}

/** Says who listens on a port, e.g. "node (process 4711)", as far as this user may see it. */
export function portHolder(port: number): string {
  const pid = existsSync("/proc/net/tcp") ? linuxHolder(port) : lsofHolder(port);
  if (pid === null) return "another program that this user may not see";
  return `${commandOf(pid)} (process ${pid})`;
}

const LISTENING = "0A";

function listeningInodes(port: number): ReadonlySet<string> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    if (!existsSync(table)) continue;
    for (const line of readFileSync(table, "utf8").split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      const inode = fields[9];
      if (inode !== undefined && fields[1]?.endsWith(`:${hexPort}`) && fields[3] === LISTENING)
        inodes.add(inode);
    }
  }
  return inodes;
}

function linuxHolder(port: number): number | null {
  const inodes = listeningInodes(port);
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name) && holdsSocket(name, inodes)) return Number(name);
  }
  return null;
}

function holdsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((handle) => {
      const match = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${handle}`));
      return match?.[1] !== undefined && inodes.has(match[1]);
    });
  } catch {
    // The process ended meanwhile, or belongs to another user.
    return false;
  }
}

function lsofHolder(port: number): number | null {
  try {
    const text = execFileSync("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const pid = Number(text.trim().split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    // No lsof here, or nothing that this user may see.
    return null;
  }
}

function commandOf(pid: number): string {
  try {
    const path = `/proc/${pid}/comm`;
    if (existsSync(path)) return readFileSync(path, "utf8").trim();
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "a program";
  }
}
