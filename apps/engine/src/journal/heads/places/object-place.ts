import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { HeadPlace, PlaceKey } from "./head-place.ts";

/**
 * A folder in which each head is an object of its own that is made once and never written again, as a mounted object
 * store with a retention lock wants it: JOURNAL/SEQ-TIME.json.
 */
export function objectPlace(path: string, { publicPem }: PlaceKey): HeadPlace {
  return {
    name: `objects ${path}`,
    publish: async (head) => {
      const folder = join(path, head.journal.slice(0, 16));
      await mkdir(folder, { recursive: true });
      await writeOnce(join(path, `head-${head.key}.pub`), publicPem);
      const name = `${String(head.seq).padStart(16, "0")}-${head.at}.json`;
      await writeOnce(join(folder, name), `${JSON.stringify(head)}\n`);
    },
  };
}

/** An object that is there is left: it cannot be another, for its name says what it holds. */
async function writeOnce(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, "wx");
    try {
      await file.write(text);
      await file.datasync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
