import type { RecordPlace } from "@interlock/db/projection/rows";
import { isAfter } from "../../edge/project/audit-difference.ts";

/** Rows in the journal's order, a page at a time. */
export class RowReader<R extends RecordPlace> {
  readonly #read: (fromSeq: number) => Promise<readonly R[]>;
  #page: readonly R[] = [];
  #at = 0;
  #last: R | null = null;

  constructor(read: (fromSeq: number) => Promise<readonly R[]>) {
    this.#read = read;
  }

  /** Returns the next row, or null at the end. */
  async next(): Promise<R | null> {
    if (this.#at >= this.#page.length) await this.#turn();
    const row = this.#page[this.#at] ?? null;
    if (row !== null) {
      this.#at += 1;
      this.#last = row;
    }
    return row;
  }

  /** A page begins with the last entry of the one before: what was seen of it is passed over. */
  async #turn(): Promise<void> {
    const last = this.#last;
    const page = await this.#read(last?.journalSeq ?? 0);
    this.#page = last === null ? page : page.filter((row) => isAfter(row, last));
    this.#at = 0;
  }
}
