import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BackedUpFile } from "./backup-manifest.ts";

/** Where a file goes from and to, and its path inside both. */
export interface Copying {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

/**
 * Copies a file as far as it reaches now, for this user only, and returns its length and hash. It is on the disk when
 * this resolves.
 */
export async function copyFile({ from, to, path }: Copying): Promise<BackedUpFile> {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(target, "wx", 0o600);
  try {
    for await (const chunk of createReadStream(join(from, path))) {
      if (!Buffer.isBuffer(chunk)) continue;
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, bytes, sha256: hash.digest("hex") };
}

/** Writes a text as a file of a backup, in the same way. */
export async function writeText(folder: string, path: string, text: string): Promise<BackedUpFile> {
  const file = await open(join(folder, path), "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  const bytes = Buffer.from(text);
  return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}
