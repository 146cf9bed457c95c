import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { locateNativeBinaries } from "./native-binaries.ts";
import { stopEmbeddedPostgres } from "./start-embedded-postgres.ts";

const NOBODY = 65_534;
const CHILD = fileURLToPath(new URL("../../test/start-as-child.ts", import.meta.url));
const isRoot = process.getuid?.() === 0;

/** PostgreSQL's programs where only root may go, as in a checkout under a closed home. */
const closed = mkdtempSync(join(tmpdir(), "interlock-closed-"));
const closedBinaries = join(closed, "native");
beforeAll(() => {
  cpSync(locateNativeBinaries(), closedBinaries, { recursive: true, verbatimSymlinks: true });
});
afterAll(() => rmSync(closed, { recursive: true, force: true }));

let folder = "";
let dataDir = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "interlock-way-"));
  chmodSync(folder, 0o1777);
  dataDir = join(folder, "data");
});
afterEach(async () => {
  await stopEmbeddedPostgres(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

const outcome = z.object({ port: z.number().optional(), fault: z.string().optional() });
type Started = z.infer<typeof outcome>;

/** Starts a server from a process of its own: as another user, with only some system programs to be found. */
function startInChild(given: {
  uid?: number;
  nativeDir?: string;
  programs?: readonly string[];
}): Started {
  const env: NodeJS.ProcessEnv = { PATH: process.env["PATH"], TMPDIR: folder };
  if (given.programs !== undefined) env["PATH"] = folderWithOnly(given.programs);
  const args = ["--import", "tsx", CHILD, dataDir, ...(given.nativeDir ? [given.nativeDir] : [])];
  const identity = given.uid === undefined ? {} : { uid: given.uid, gid: given.uid };
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env,
    encoding: "utf8",
    ...identity,
  });
  const [line = ""] = stdout.trim().split("\n").slice(-1);
  if (!line.startsWith("{")) throw new Error(stdout + stderr);
  return outcome.parse(JSON.parse(line));
}

function folderWithOnly(programs: readonly string[]): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const program of programs) symlinkSync(`/usr/bin/${program}`, join(bin, program));
  return bin;
}

function ownerOfCluster(): number {
  return statSync(join(dataDir, "cluster")).uid;
}

it("an ordinary user runs the server as himself", () => {
  const uid = isRoot ? NOBODY : (process.getuid?.() ?? 0);
  mkdirSync(dataDir);
  if (isRoot) chownSync(dataDir, uid, uid);
  expect(startInChild(isRoot ? { uid } : {})).toMatchObject({ port: expect.any(Number) });
  expect(ownerOfCluster()).toBe(uid);
});

it("an ordinary user whose folder belongs to somebody else is told so in one sentence", () => {
  mkdirSync(dataDir, { mode: 0o555 });
  const { fault } = startInChild(isRoot ? { uid: NOBODY } : {});
  expect(fault).toMatch(/^Cannot start the database in .*: EACCES: permission denied/);
});

describe("root", () => {
  beforeEach((context) => {
    if (!isRoot) context.skip("only root has other identities to give a server to");
  });

  it("hands the server to an ordinary user", () => {
    expect(startInChild({})).toMatchObject({ port: expect.any(Number) });
    expect(ownerOfCluster()).not.toBe(0);
  });

  it("runs it in a user namespace when checkout and data are closed to others", () => {
    chmodSync(folder, 0o700);
    expect(startInChild({ nativeDir: closedBinaries })).toMatchObject({
      port: expect.any(Number),
    });
    expect(ownerOfCluster()).toBe(0);
  });

  it("copies the programs beside the data where user namespaces are refused, and keeps the owner", async () => {
    const started = startInChild({ nativeDir: closedBinaries, programs: [] });
    expect(started).toMatchObject({ port: expect.any(Number) });
    expect(ownerOfCluster()).not.toBe(0);
    expect(statSync(join(dataDir, "binaries", "bin", "postgres")).isFile()).toBe(true);
    const owner = ownerOfCluster();
    await stopEmbeddedPostgres(dataDir);
    expect(startInChild({})).toMatchObject({ port: expect.any(Number) });
    expect(ownerOfCluster()).toBe(owner);
  });

  it("keeps the right of passage where everything is closed and user namespaces are refused", () => {
    chmodSync(folder, 0o700);
    expect(startInChild({ nativeDir: closedBinaries, programs: ["setpriv"] })).toMatchObject({
      port: expect.any(Number),
    });
    expect(ownerOfCluster()).not.toBe(0);
  });

  it("is told in one sentence when no way works", () => {
    chmodSync(folder, 0o700);
    const { fault } = startInChild({ nativeDir: closedBinaries, programs: [] });
    expect(fault).toMatch(
      /^PostgreSQL cannot run here as root \(.*\): start as an ordinary user .* or set DATABASE_URL/,
    );
    expect(fault?.split("\n")).toHaveLength(1);
  });
});
