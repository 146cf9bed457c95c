import { createHash } from "node:crypto";
import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { createGzip, type Gzip } from "node:zlib";
import { MONTHLY_TABLES, type Month, type MonthlyTable } from "@interlock/db/retention/month";
import type { HeadKey } from "../../journal/heads/head-key.ts";
import {
  ARCHIVE_MANIFEST,
  type ArchiveManifest,
  encodeArchiveManifest,
} from "./archive-manifest.ts";
import { archiveFolder } from "./archived-months.ts";

interface TableFile {
  readonly gzip: Gzip;
  readonly file: WriteStream;
  readonly hash: ReturnType<typeof createHash>;
  rows: number;
}

/** Writes the rows of a month into files beside the archive; the folder gets its name when all is on the disk. */
export class ArchiveWriter {
  readonly #draft: string;
  readonly #final: string;
  readonly #files = new Map<MonthlyTable, TableFile>();

  private constructor(dataDir: string, month: Month) {
    this.#final = join(archiveFolder(dataDir), month);
    this.#draft = `${this.#final}.unfinished`;
  }

  static async begin(dataDir: string, month: Month): Promise<ArchiveWriter> {
    const writer = new ArchiveWriter(dataDir, month);
    await rm(writer.#draft, { recursive: true, force: true });
    await mkdir(writer.#draft, { recursive: true, mode: 0o700 });
    for (const table of MONTHLY_TABLES) writer.#open(table);
    return writer;
  }

  /** Takes a page of rows, each a line of JSON. */
  async take(table: MonthlyTable, lines: readonly string[]): Promise<void> {
    const target = this.#files.get(table);
    if (target === undefined) throw new RangeError(`no month has a table ${table}`);
    target.rows += lines.length;
    const text = `${lines.join("\n")}\n`;
    await new Promise<void>((resolve, reject) => {
      target.gzip.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the files, and returns what the manifest says of each. */
  async close(): Promise<ArchiveManifest["tables"]> {
    const tables: ArchiveManifest["tables"] = [];
    for (const [table, { gzip, file, hash, rows }] of this.#files) {
      gzip.end();
      await finished(file);
      tables.push({ table, file: fileOf(table), rows, sha256: hash.digest("hex") });
    }
    return tables;
  }

  /** Signs the manifest, and gives the folder its name durably. What stood there before is replaced. */
  async seal(manifest: ArchiveManifest, key: HeadKey): Promise<string> {
    const path = join(this.#draft, ARCHIVE_MANIFEST);
    await writeFile(path, encodeArchiveManifest(manifest, key), { mode: 0o600 });
    for (const name of [...MONTHLY_TABLES.map(fileOf), ARCHIVE_MANIFEST, "."])
      await syncPath(join(this.#draft, name));
    await rm(this.#final, { recursive: true, force: true });
    await rename(this.#draft, this.#final);
    await syncPath(join(this.#final, ".."));
    return this.#final;
  }

  /** Forgets a draft that was not sealed. */
  async discard(): Promise<void> {
    for (const { gzip, file } of this.#files.values()) {
      gzip.destroy();
      file.destroy();
    }
    await rm(this.#draft, { recursive: true, force: true });
  }

  #open(table: MonthlyTable): void {
    const hash = createHash("sha256");
    const gzip = createGzip();
    const file = createWriteStream(join(this.#draft, fileOf(table)), { mode: 0o600 });
    gzip.on("data", (piece: Buffer) => hash.update(piece));
    gzip.pipe(file);
    this.#files.set(table, { gzip, file, hash, rows: 0 });
  }
}

function fileOf(table: MonthlyTable): string {
  return `${table}.jsonl.gz`;
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
