import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Cuts a file off at `at`, puts `appended` there, and makes both durable before returning. */
export function cutFile(path: string, at: number, appended: Uint8Array): void {
  const file = openSync(path, "r+");
  try {
    ftruncateSync(file, at);
    writeAt(file, appended, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes `bytes` over what stands at `at` and makes them durable before returning. */
export function overwrite(path: string, at: number, bytes: Uint8Array): void {
  const file = openSync(path, "r+");
  try {
    writeAt(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeAt(file: number, bytes: Uint8Array, at: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(file, bytes, written, bytes.length - written, at + written);
  }
}

/** Makes creations, renames and deletions in the folder of `path` durable before returning. */
export function syncFolderOf(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
