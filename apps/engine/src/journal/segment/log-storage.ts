import { constants } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { UNFINISHED_ENDING } from "./segment-folder.ts";

/**
 * How a file takes writes: "synced" means that a finished write is on the device, "plain" that it is
 * with the operating system until `sync`.
 */
export type WriteMode = "synced" | "plain";

/** An open file of a log, as its writer needs it. */
export interface LogFile {
  /** Writes at a place and returns how many bytes were taken, which may be fewer. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Resolves once everything written is on the device. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Where segments live. The disk is one; a test has others that fail on demand. */
export interface LogStorage {
  /** Makes a file that begins with `header`. When this resolves, file and name survive a loss of power. */
  create(path: string, mode: WriteMode, header: Uint8Array): Promise<LogFile>;
  /** Opens an existing file for further writing. */
  open(path: string, mode: WriteMode): Promise<LogFile>;
}

// One system call instead of two, and so one hop between threads less. Elsewhere the flag does not reach the device.
const SYNCED_WRITE_FLAG = process.platform === "linux" ? constants.O_DSYNC : 0;

class DiskFile implements LogFile {
  readonly #handle: FileHandle;
  readonly #mode: WriteMode;

  constructor(handle: FileHandle, mode: WriteMode) {
    this.#handle = handle;
    this.#mode = mode;
  }

  async write(bytes: Uint8Array, position: number): Promise<number> {
    const { bytesWritten } = await this.#handle.write(bytes, 0, bytes.length, position);
    if (this.#mode === "synced" && SYNCED_WRITE_FLAG === 0) await this.#handle.datasync();
    return bytesWritten;
  }

  async sync(): Promise<void> {
    if (this.#mode === "plain") await this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Segments as files of the operating system. */
export const diskStorage: LogStorage = {
  /** Under another name until the header is on disk, so that no segment is ever seen with half a header. */
  async create(path, mode, header) {
    const unfinished = `${path}${UNFINISHED_ENDING}`;
    const creating = constants.O_CREAT | constants.O_EXCL;
    const handle = await open(unfinished, creating | openFlags(mode), 0o600);
    try {
      const file = new DiskFile(handle, mode);
      await writeFully(file, header, 0);
      await handle.sync();
      await rename(unfinished, path);
      await syncFolder(dirname(path));
      return file;
    } catch (error: unknown) {
      await handle.close();
      throw error;
    }
  },

  async open(path, mode) {
    return new DiskFile(await open(path, openFlags(mode)), mode);
  },
};

function openFlags(mode: WriteMode): number {
  return constants.O_RDWR | (mode === "synced" ? SYNCED_WRITE_FLAG : 0);
}

/** Writes all of `bytes`, however many pieces the system takes them in. */
export async function writeFully(
  file: LogFile,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const taken = await file.write(
      written === 0 ? bytes : bytes.subarray(written),
      position + written,
    );
    if (taken === 0) throw new Error("the file takes no more bytes");
    written += taken;
  }
}

/** Makes creations, renames and deletions in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
