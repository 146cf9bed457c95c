import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { CsvCursor } from "./csv-cursor.ts";
import { TapeFault } from "./tape-fault.ts";

/** A compressed CSV of the recorded data: where it is, how faults name it, and the columns that it must have. */
export interface CsvFile {
  readonly root: string;
  /** Path below the root, e.g. "2013-10-08/SPY.trades.csv.gz". */
  readonly name: string;
  readonly columns: readonly string[];
}

/** Opens a gzip-compressed CSV. Throws TapeFault when it cannot be read, unpacked, or has other columns. */
export function readGzipCsv(file: CsvFile): CsvCursor {
  return new CsvCursor(file.name, unpack(file), file.columns);
}

function unpack(file: CsvFile): Buffer {
  const packed = attempt(() => readFileSync(join(file.root, file.name)));
  if (packed instanceof Error) {
    throw new TapeFault(
      `${file.name} cannot be read (${packed.message}); allowed is a readable file`,
    );
  }
  const bytes = attempt(() => gunzipSync(packed));
  if (bytes instanceof Error) {
    throw new TapeFault(
      `${file.name} cannot be unpacked (${bytes.message}); allowed is a whole gzip file`,
    );
  }
  return bytes;
}

function attempt(action: () => Buffer): Buffer | Error {
  try {
    return action();
  } catch (error: unknown) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
