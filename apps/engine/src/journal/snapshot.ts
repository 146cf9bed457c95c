import { readdirSync, readFileSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { fail, ok, type Result } from "@interlock/core/result";
import { syncFolder } from "./segment/log-storage.ts";

/** The state after exactly entry `seq`, whose hash is `hash` (hexadecimal). `state` is plain JSON. */
export interface Snapshot {
  readonly seq: number;
  readonly hash: string;
  readonly state: unknown;
}

/** The newest usable snapshot, and those that had to be passed over. */
export interface LatestSnapshot {
  readonly snapshot: Snapshot | null;
  readonly damaged: readonly { readonly file: string; readonly sentence: string }[];
}

const KEPT = 3;
/** A state of format 1 may lack what limits others agreed to, and only the journal knows it. */
const VERSION = 2;
const ANY_VERSION = /^interlock-snapshot (\d{1,4}) /;
const FIRST_LINE = /^interlock-snapshot 2 (\d{1,16}) ([0-9a-f]{64}) (\d{1,10}) ([0-9a-f]{8})$/;

/**
 * Writes a snapshot so that it is there whole or not at all, and deletes all but the newest three. The
 * state is read before this returns, and may be changed afterwards. A snapshot only shortens the next start: when it
 * cannot be written nothing is lost, and the result says why.
 */
export async function writeSnapshot(dir: string, snapshot: Snapshot): Promise<Result<string>> {
  const folder = snapshotFolder(dir);
  const path = join(folder, snapshotName(snapshot.seq));
  // Before anything is waited for: the state is the engine's own, which goes on changing it.
  const encoded = encodeSnapshot(snapshot);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(`${path}.unfinished`, "w", 0o600);
    try {
      await handle.writeFile(encoded);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${path}.unfinished`, path);
    await syncFolder(folder);
    for (const name of snapshotNames(folder).slice(0, -KEPT))
      await rm(join(folder, name), { force: true });
    return ok(path);
  } catch (error: unknown) {
    return fail(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/**
 * Returns the newest snapshot whose bytes are intact. Damaged ones are named and passed over; none
 * at all is no fault.
 */
export function latestSnapshot(dir: string): LatestSnapshot {
  const folder = snapshotFolder(dir);
  const damaged: { file: string; sentence: string }[] = [];
  for (const name of snapshotNames(folder).reverse()) {
    const read = readSnapshot(join(folder, name));
    if (read.ok && snapshotName(read.value.seq) === name) return { snapshot: read.value, damaged };
    const reason = read.ok ? `it holds the state of entry ${read.value.seq}` : read.error;
    damaged.push({ file: name, sentence: `Snapshot ${name} is not usable: ${reason}.` });
  }
  return { snapshot: null, damaged };
}

function encodeSnapshot({ seq, hash, state }: Snapshot): string {
  const body = JSON.stringify(state);
  const bytes = Buffer.byteLength(body);
  return `interlock-snapshot ${VERSION} ${seq} ${hash} ${bytes} ${checksum(seq, hash, body)}\n${body}`;
}

function readSnapshot(path: string): Result<Snapshot> {
  try {
    return decodeSnapshot(readFileSync(path, "utf8"));
  } catch (error: unknown) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function decodeSnapshot(text: string): Result<Snapshot> {
  const lineEnd = Math.max(text.indexOf("\n"), 0);
  const firstLine = text.slice(0, lineEnd);
  const match = FIRST_LINE.exec(firstLine);
  if (match === null) return fail(faultInFirstLine(firstLine));
  const [, seqText = "", hash = "", bytes = "", crc = ""] = match;
  const body = text.slice(lineEnd + 1);
  const seq = Number(seqText);
  if (Buffer.byteLength(body) !== Number(bytes)) return fail("it is not as long as it says");
  if (checksum(seq, hash, body) !== crc) return fail("its checksum does not fit its bytes");
  try {
    const state: unknown = JSON.parse(body);
    return ok({ seq, hash, state });
  } catch {
    return fail("its state is not JSON");
  }
}

function faultInFirstLine(firstLine: string): string {
  const version = Number(ANY_VERSION.exec(firstLine)?.[1] ?? 0);
  if (version > 0 && version < VERSION)
    return `it was written by an older version of Interlock (format ${version}), which did not keep all that this one does: the journal tells it anew`;
  if (version <= VERSION) return "its first line is not that of a snapshot";
  return `it was written by a newer version of Interlock (format ${version}; this one reads up to ${VERSION})`;
}

function checksum(seq: number, hash: string, body: string): string {
  return crc32(`${seq} ${hash}\n${body}`).toString(16).padStart(8, "0");
}

function snapshotFolder(dir: string): string {
  return join(dir, "snapshots");
}

function snapshotName(seq: number): string {
  return `snapshot-${String(seq).padStart(16, "0")}.json`;
}

function snapshotNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^snapshot-\d{16}\.json$/.test(name))
      .sort();
  } catch (error: unknown) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
