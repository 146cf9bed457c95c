import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeHeadDurably } from "../recovery/head-file.ts";
import {
  type ChainPosition,
  FRAME_HEADER_BYTES,
  GENESIS,
  LENGTH_AT,
  sealFrame,
} from "../segment/frame.ts";
import { frameSpans, segmentPaths } from "./journal-builder.ts";

/** What a forger does to a list of entries, counted from 0. */
export type Forgery =
  | { readonly kind: "edit" | "delete" | "insert" | "cut"; readonly at: number }
  | { readonly kind: "swap"; readonly at: number; readonly with: number };

/** Reads the payloads of a journal in one segment. */
export function payloadsOf(dir: string): Buffer[] {
  const [path = ""] = segmentPaths(dir);
  const bytes = readFileSync(path);
  return frameSpans(path).map(({ start, end }) => bytes.subarray(start + FRAME_HEADER_BYTES, end));
}

/** Returns the payloads as a forger leaves them. */
export function forge(payloads: readonly Buffer[], forgery: Forgery): Buffer[] {
  const { at } = forgery;
  const made = [...payloads];
  const own = payloads[at] ?? Buffer.alloc(0);
  if (forgery.kind === "edit") made[at] = edited(own);
  else if (forgery.kind === "delete") made.splice(at, 1);
  else if (forgery.kind === "insert") made.splice(at, 0, edited(own));
  else if (forgery.kind === "cut") made.length = at;
  else if (forgery.kind === "swap") {
    made[at] = payloads[forgery.with] ?? own;
    made[forgery.with] = own;
  }
  return made;
}

/** Another note in the same form. */
function edited(payload: Buffer): Buffer {
  return Buffer.from(payload.toString().replace("entry", "forged"));
}

/**
 * Writes a journal's only segment anew, with numbers, checksums, chain and head as if it had always been so: what
 * somebody can do who may write every file of the data folder.
 */
export function reseal(dir: string, payloads: readonly Buffer[]): void {
  const [path = ""] = segmentPaths(dir);
  let position: ChainPosition = GENESIS;
  const frames = payloads.map((payload, index) => {
    const text = payload.toString().replace(/"seq":\d+/, `"seq":${index + 1}`);
    const memory = Buffer.concat([Buffer.alloc(FRAME_HEADER_BYTES), Buffer.from(text)]);
    const view = new DataView(memory.buffer, memory.byteOffset, memory.length);
    view.setUint32(LENGTH_AT, memory.length - FRAME_HEADER_BYTES, true);
    position = sealFrame({ memory, view, start: 0, end: memory.length }, position, 0);
    return memory;
  });
  writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, 96), ...frames]));
  writeHeadDurably(join(dir, "head"), position);
}

/** Moves whole frames as they are: what somebody does who knows no checksums. */
export function shuffle(dir: string, forgery: Forgery): void {
  const [path = ""] = segmentPaths(dir);
  const bytes = readFileSync(path);
  const frames = frameSpans(path).map(({ start, end }) => bytes.subarray(start, end));
  writeFileSync(path, Buffer.concat([bytes.subarray(0, 96), ...forge(frames, forgery)]));
}
