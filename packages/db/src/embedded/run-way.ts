import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, lchownSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { causeOf, DatabaseStartError } from "../database-start-error.ts";
import { serverEnvironment } from "../env.ts";
import { completeBinaries, copyBinaries, programPath } from "./native-binaries.ts";

/**
 * PostgreSQL refuses to run as root. Tried in this order, the first whose programs run and whose folder can be
 * written wins: (1) as ourselves, when not root; (2) as an ordinary user, when that user can read the programs and
 * enter the folder; (3) inside a user namespace, where root's own files stay readable but root is no longer user 0;
 * (4) as an ordinary user with a copy of the programs beside the data; (5) as an ordinary user who keeps the single
 * right to pass folder permissions. 3 and 5 serve a checkout under a closed home; not every container allows them.
 */
export interface RunWay {
  readonly name: "direct" | "user" | "namespace" | "user_with_copy" | "user_with_passage";
  readonly nativeDir: string;
  /** Programs to put before the command. */
  readonly prefix: readonly string[];
  /** User and group to spawn as; null to stay who we are. */
  readonly spawnAs: UserAndGroup | null;
  /** Who must own the cluster. */
  readonly owner: UserAndGroup | null;
}

export interface WayRequest {
  readonly nativeDir: string;
  /** Where a copy of the programs may be put. */
  readonly copyDir: string;
  /** The cluster's folder: it exists, and is empty for a new cluster. */
  readonly clusterDir: string;
}

/**
 * Chooses the way to run PostgreSQL on a folder and gives the folder to its user. Throws DatabaseStartError when none
 * works, with what was wrong with each.
 */
export function chooseRunWay(request: WayRequest): RunWay {
  const faults: string[] = [];
  for (const way of candidates(request)) {
    const fault = prepare(way, request);
    if (fault === null) return way;
    faults.push(`${way.name}: ${fault}`);
  }
  throw new DatabaseStartError(
    `PostgreSQL cannot run here as ${isRoot() ? "root" : "this user"} (${faults.join("; ")}): start as an ordinary ` +
      `user who owns ${request.clusterDir}, or set DATABASE_URL to an existing server.`,
  );
}

/** Starts one of PostgreSQL's programs in a chosen way, apart from our process group and terminal. */
export function spawnInWay(
  way: RunWay,
  command: { program: "initdb" | "postgres"; args: readonly string[]; logFd: number },
): ChildProcess {
  const [file, ...args] = [
    ...way.prefix,
    programPath(way.nativeDir, command.program),
    ...command.args,
  ];
  return spawn(file ?? "", args, {
    cwd: "/",
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", command.logFd, command.logFd],
    ...(way.spawnAs ?? {}),
  });
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

interface UserAndGroup {
  readonly uid: number;
  readonly gid: number;
}

const ROOT: UserAndGroup = { uid: 0, gid: 0 };

function candidates({ nativeDir, copyDir, clusterDir }: WayRequest): RunWay[] {
  if (!isRoot()) {
    const ourselves = { prefix: [], spawnAs: null, owner: null };
    return [
      { name: "direct", nativeDir, ...ourselves },
      { name: "user_with_copy", nativeDir: copyDir, ...ourselves },
    ];
  }
  const present = statSync(clusterDir);
  const user = present.uid === 0 ? ordinaryUser() : { uid: present.uid, gid: present.gid };
  const asUser = { prefix: [], spawnAs: user, owner: user };
  const ways: RunWay[] = [
    { name: "user", nativeDir, ...asUser },
    { name: "namespace", nativeDir, prefix: ["unshare", "--user"], spawnAs: null, owner: ROOT },
    { name: "user_with_copy", nativeDir: copyDir, ...asUser },
    { name: "user_with_passage", nativeDir, prefix: passage(user), spawnAs: null, owner: user },
  ];
  if (!isMadeCluster(clusterDir)) return ways;
  const keepsOwner = (way: RunWay) => way.owner?.uid === present.uid;
  return [...ways.filter(keepsOwner), ...ways.filter((way) => !keepsOwner(way))];
}

/** The last flag makes access(2), with which initdb looks for its programs, count the right as well. */
function passage(user: UserAndGroup): string[] {
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  const right = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return ["setpriv", ...identity, ...right, "--securebits=+no_setuid_fixup"];
}

/** The account that packages of PostgreSQL use where it exists, else nobody, which every Unix has. */
function ordinaryUser(): UserAndGroup {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    const user = { uid: Number(fields[2]), gid: Number(fields[3]) };
    if (user.uid > 0 && user.gid > 0) return user;
  }
  return { uid: 65_534, gid: 65_534 };
}

function isMadeCluster(clusterDir: string): boolean {
  return existsSync(join(clusterDir, "PG_VERSION"));
}

/** Makes a way usable and tries it. Returns the fault, or null when it works. */
function prepare(way: RunWay, request: WayRequest): string | null {
  if (way.owner !== null) giveTree(request.clusterDir, way.owner);
  const closed = tryFolder(way, request.clusterDir);
  if (closed !== null) return closed;
  if (way.nativeDir === request.copyDir) copyBinaries(request.nativeDir, request.copyDir);
  return completeBinaries(way.nativeDir) ?? tryProgram(way);
}

function giveTree(folder: string, owner: UserAndGroup): void {
  const { uid, gid } = statSync(folder);
  if (uid === owner.uid && gid === owner.gid) return;
  for (const path of [".", ...readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
    lchownSync(join(folder, path), owner.uid, owner.gid);
  }
}

const ENTER = 'cd "$1" && test -w . || { echo "cannot enter or write $1" >&2; exit 1; }';

function tryFolder(way: RunWay, clusterDir: string): string | null {
  if (process.platform === "win32") return null;
  return tryCommand(way, ["/bin/sh", "-c", ENTER, "sh", clusterDir]);
}

function tryProgram(way: RunWay): string | null {
  return tryCommand(way, [programPath(way.nativeDir, "postgres"), "--version"]);
}

/** Runs a command in a way. Returns the fault, or null when it succeeded. */
function tryCommand(way: RunWay, command: readonly string[]): string | null {
  const [file = "", ...args] = [...way.prefix, ...command];
  const options = { cwd: "/", env: serverEnvironment(), encoding: "utf8", ...way.spawnAs } as const;
  const { error, status, stderr } = spawnSync(file, args, options);
  if (error !== undefined) return causeOf(error);
  return status === 0 ? null : (stderr.trim().split("\n")[0] ?? "failed");
}
