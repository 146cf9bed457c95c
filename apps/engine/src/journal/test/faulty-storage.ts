import {
  diskStorage,
  type LogFile,
  type LogStorage,
  type WriteMode,
} from "../segment/log-storage.ts";

export type FileOperation = "write" | "sync" | "create";

/** What the disk does with one operation: nothing unusual, an error, or taking only some of the bytes. */
export type Fault = Error | { readonly take: number } | null;

/**
 * The disk, with faults on demand: `decide` is asked before each operation. Every operation is written
 * down, so that a test can tell their order.
 */
export class FaultyStorage implements LogStorage {
  readonly operations: string[] = [];
  readonly #decide: (operation: FileOperation, path: string) => Fault | Promise<Fault>;

  constructor(decide: (operation: FileOperation, path: string) => Fault | Promise<Fault>) {
    this.#decide = decide;
  }

  async create(path: string, mode: WriteMode, header: Uint8Array): Promise<LogFile> {
    await this.#ask("create", path);
    return this.#wrap(await diskStorage.create(path, mode, header), path);
  }

  async open(path: string, mode: WriteMode): Promise<LogFile> {
    return this.#wrap(await diskStorage.open(path, mode), path);
  }

  #wrap(file: LogFile, path: string): LogFile {
    return {
      write: async (bytes, position) => {
        const take = await this.#ask("write", path);
        return file.write(bytes.subarray(0, take ?? bytes.length), position);
      },
      sync: async () => {
        await this.#ask("sync", path);
        await file.sync();
      },
      close: () => file.close(),
    };
  }

  async #ask(operation: FileOperation, path: string): Promise<number | null> {
    const fault = await this.#decide(operation, path);
    this.operations.push(`${operation} ${logOf(path)}`);
    if (fault instanceof Error) throw fault;
    return fault?.take ?? null;
  }
}

function logOf(path: string): string {
  if (path.includes("/journal/")) return "journal";
  return path.includes("/tape/") ? "tape" : "head";
}

/** Holds operations back until it is opened. */
export class Gate {
  #open: () => void = () => undefined;
  readonly passed: Promise<null> = new Promise((resolve) => {
    this.#open = () => resolve(null);
  });

  open(): void {
    this.#open();
  }
}
