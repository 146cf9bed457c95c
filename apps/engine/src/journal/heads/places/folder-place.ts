import { access, mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SignedHead } from "../signed-head.ts";
import { HEADS_FILE, type HeadPlace, KEY_FILE, type PlaceKey } from "./head-place.ts";

/** A folder with a file to which each head is added as a line, on the disk before it counts as published. */
export function folderPlace(path: string, key: PlaceKey): HeadPlace {
  return {
    name: `folder ${path}`,
    publish: (head) => appendHead(path, head, key),
  };
}

/** Adds a head to a folder's file. */
export async function appendHead(path: string, head: SignedHead, key: PlaceKey): Promise<void> {
  await mkdir(path, { recursive: true });
  await keepKey(join(path, KEY_FILE), key);
  const file = await open(join(path, HEADS_FILE), "a");
  try {
    await file.write(`${JSON.stringify(head)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function keepKey(path: string, { publicPem }: PlaceKey): Promise<void> {
  try {
    await access(path);
  } catch {
    await writeFile(path, publicPem);
  }
}
