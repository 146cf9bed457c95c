import { execFile } from "node:child_process";
import { createReadStream, existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { fail } from "@interlock/core/result";
import { HEADS_FILE } from "./places/head-place.ts";
import { parseHead, type SignedHead } from "./signed-head.ts";

/** A head with the place it was found in. */
export interface FoundHead {
  readonly head: SignedHead;
  readonly place: string;
}

/** What places hold. */
export interface CollectedHeads {
  readonly heads: readonly FoundHead[];
  /** Places that were read, also those that hold nothing. */
  readonly places: readonly string[];
  /** Places, or lines of them, that could not be read, each with the reason. */
  readonly unreadable: readonly string[];
}

/** A head is a few hundred characters: what is much longer is none. */
const LINE_MAX = 4_096;
const URL_TIMEOUT_MS = 20_000;
const GIT_BYTES_MAX = 256 * 1024 * 1024;
const run = promisify(execFile);

/**
 * Reads the heads that places hold: a file of lines, a folder with such a file or with an object for each head, a git
 * repository (what was committed, too), or an https address that answers with lines. A place that is not there is
 * unreadable, never empty.
 */
export async function collectHeads(sources: readonly string[]): Promise<CollectedHeads> {
  const heads: FoundHead[] = [];
  const unreadable: string[] = [];
  for (const place of sources) {
    try {
      const read = await readPlace(place);
      for (const head of read.heads) heads.push({ head, place });
      unreadable.push(...read.bad.map((why) => `${place}, ${why}`));
    } catch (error: unknown) {
      unreadable.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { heads, places: sources, unreadable };
}

async function readPlace(place: string) {
  const heads: SignedHead[] = [];
  const bad: string[] = [];
  let number = 0;
  for await (const line of linesOf(place)) {
    number += 1;
    if (line.trim() === "") continue;
    const head = line.length > LINE_MAX ? fail("it is too long") : parseHead(line);
    if (head.ok) heads.push(head.value);
    else bad.push(`line ${number}: ${head.error}`);
  }
  return { heads, bad };
}

async function* linesOf(place: string): AsyncGenerator<string> {
  if (/^https?:\/\//.test(place)) yield* linesAt(place);
  else if (statSync(place).isDirectory()) yield* linesUnder(place);
  else yield* linesIn(place);
}

async function* linesUnder(place: string): AsyncGenerator<string> {
  if (existsSync(join(place, HEADS_FILE))) yield* linesIn(join(place, HEADS_FILE));
  if (existsSync(join(place, ".git"))) yield* committedLines(place);
  const names = await readdir(place, { recursive: true });
  for (const name of names.sort())
    if (/^[0-9a-f]{16}[\\/]\d{16}-\d+\.json$/.test(name)) yield* linesIn(join(place, name));
}

function linesIn(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
}

async function* linesAt(url: string): AsyncGenerator<string> {
  const response = await fetch(url, {
    redirect: "error",
    signal: AbortSignal.timeout(URL_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  yield* (await response.text()).split("\n");
}

/** Every line that any commit has added: a later commit cannot take it away. */
async function* committedLines(repository: string): AsyncGenerator<string> {
  const args = ["log", "--all", "--format=", "--unified=0", "--patch", "--", HEADS_FILE];
  const { stdout } = await run("git", ["-C", repository, ...args], { maxBuffer: GIT_BYTES_MAX });
  for (const line of stdout.split("\n")) if (line.startsWith("+{")) yield line.slice(1);
}
