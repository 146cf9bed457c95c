import { TapeFault } from "./tape-fault.ts";

const COMMA = 0x2c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const PRICE_DECIMALS = 6;
const GREATEST_PRICE = 1_000_000_000;
const GREATEST_SIZE = 1_000_000_000;
const GREATEST_TIME = 4_102_444_800_000;

/** Reads a CSV of plain numbers byte by byte: a million lines take a fraction of a second and make no strings. */
export class CsvCursor {
  readonly #bytes: Buffer;
  readonly #file: string;
  readonly #columns: readonly string[];
  #at: number;
  #column = 0;
  #fieldStart = 0;
  /** Number of the line that is being read; the heading is line 1. */
  line = 1;

  /** Opens a file's text and checks that its heading names exactly `columns`. */
  constructor(file: string, bytes: Buffer, columns: readonly string[]) {
    this.#file = file;
    this.#bytes = bytes;
    this.#columns = columns;
    const end = bytes.indexOf(NEWLINE);
    const heading = bytes.toString("latin1", 0, end < 0 ? bytes.length : end).trim();
    if (heading !== columns.join(",")) {
      const shown = heading.slice(0, 80);
      throw new TapeFault(
        `${file} line 1: columns are "${shown}", allowed is "${columns.join(",")}"`,
      );
    }
    this.#at = end < 0 ? bytes.length : end + 1;
  }

  /** Returns how many rows there are at most: one for each line after the heading. */
  countRows(): number {
    let rows = 0;
    for (let at = this.#bytes.indexOf(NEWLINE, this.#at); at >= 0; rows++) {
      at = this.#bytes.indexOf(NEWLINE, at + 1);
    }
    return rows + 1;
  }

  /** Moves to the next row; false at the end of the file. */
  nextRow(): boolean {
    this.line += 1;
    this.#column = 0;
    return this.#at < this.#bytes.length;
  }

  /** Reads UTC epoch milliseconds. */
  time(): number {
    return this.#whole(1, GREATEST_TIME);
  }

  /** Reads a number of shares, at least `least`. */
  size(least: number): number {
    return this.#whole(least, GREATEST_SIZE);
  }

  /** Reads a price above 0 as millionths of a dollar. */
  price(): number {
    const start = this.#begin();
    const point = this.#digitsEnd(start);
    const hasPoint = this.#bytes[point] === POINT;
    const end = hasPoint ? this.#digitsEnd(point + 1) : point;
    const decimals = hasPoint ? end - point - 1 : 0;
    const isPlain = this.#end(end) && point > start && decimals <= PRICE_DECIMALS;
    const digits = this.#value(start, point) * 10 ** decimals + this.#value(point + 1, end);
    const value = digits * 10 ** (PRICE_DECIMALS - decimals);
    const hasDigits = !hasPoint || decimals > 0;
    if (!isPlain || !hasDigits || value <= 0 || value > GREATEST_PRICE * 1_000_000) {
      throw this.fault("a decimal above 0 and at most 1000000000, with up to 6 decimals");
    }
    return value;
  }

  /** Returns where a run of digits ends. */
  #digitsEnd(start: number): number {
    let at = start;
    for (let byte = this.#bytes[at] ?? 0; byte >= ZERO && byte <= NINE; ) {
      at += 1;
      byte = this.#bytes[at] ?? 0;
    }
    return at;
  }

  /** Returns the number that digits stand for. */
  #value(start: number, end: number): number {
    let value = 0;
    for (let at = start; at < end; at++) value = value * 10 + ((this.#bytes[at] ?? ZERO) - ZERO);
    return value;
  }

  /** Reads one character from A to Z. */
  letter(): string {
    const start = this.#begin();
    const text = String.fromCharCode(this.#bytes[start] ?? 0);
    const isOne = this.#end(start + 1);
    if (!isOne || text < "A" || text > "Z") throw this.fault("one letter from A to Z");
    return text;
  }

  /** Reads a set of up to 32 flags in hexadecimal. */
  flags(): number {
    const start = this.#begin();
    const bytes = this.#bytes;
    let flags = 0;
    let at = start;
    for (; at < bytes.length && at - start < 9; at++) {
      const digit = hexDigit(bytes[at] ?? 0);
      if (digit < 0) break;
      flags = flags * 16 + digit;
    }
    const isPlain = this.#end(at);
    if (!isPlain || at === start || at - start > 8) throw this.fault("1 to 8 hexadecimal digits");
    return flags;
  }

  /** Reads a text up to the next comma, for columns that are read otherwise. */
  text(): string {
    const start = this.#begin();
    let at = start;
    while (at < this.#bytes.length && !isSeparator(this.#bytes[at] ?? 0)) at++;
    this.#end(at);
    return this.#bytes.toString("latin1", start, at);
  }

  /** Returns the fault of the field that was read last. */
  fault(allowed: string): TapeFault {
    const column = this.#columns[this.#column - 1] ?? "";
    return new TapeFault(
      `${this.#file} line ${this.line}: ${column} "${this.#shown()}" must be ${allowed}`,
    );
  }

  #shown(): string {
    let end = this.#fieldStart;
    while (end < this.#bytes.length && !isSeparator(this.#bytes[end] ?? 0)) end++;
    return this.#bytes.toString("latin1", this.#fieldStart, Math.min(end, this.#fieldStart + 40));
  }

  #whole(least: number, greatest: number): number {
    const start = this.#begin();
    const end = this.#digitsEnd(start);
    const value = this.#value(start, end);
    if (!this.#end(end) || end === start || value < least || value > greatest) {
      throw this.fault(`a whole number from ${least} to ${greatest}`);
    }
    return value;
  }

  #begin(): number {
    this.#column += 1;
    this.#fieldStart = this.#at;
    return this.#at;
  }

  /** Ends a field at `at`. Returns whether a comma, or the end of the line after the last column, is there. */
  #end(at: number): boolean {
    const byte = this.#bytes[at];
    const isLast = this.#column === this.#columns.length;
    if (byte === COMMA && !isLast) {
      this.#at = at + 1;
      return true;
    }
    const isLineEnd = byte === undefined || byte === NEWLINE || byte === RETURN;
    if (isLineEnd && isLast) {
      this.#at = byte === RETURN ? at + 2 : at + 1;
      return true;
    }
    if (isLineEnd || byte === COMMA) throw this.#columnFault();
    return false;
  }

  #columnFault(): TapeFault {
    const end = this.#bytes.indexOf(NEWLINE, this.#fieldStart);
    const start = this.#bytes.lastIndexOf(NEWLINE, Math.max(this.#fieldStart - 1, 0)) + 1;
    const line = this.#bytes.toString("latin1", start, end < 0 ? this.#bytes.length : end);
    const found = line.trim().split(",").length;
    return new TapeFault(
      `${this.#file} line ${this.line}: "${line.trim().slice(0, 60)}" has ${found} columns, ` +
        `allowed are ${this.#columns.length} (${this.#columns.join(",")})`,
    );
  }
}

function isSeparator(byte: number): boolean {
  return byte === COMMA || byte === NEWLINE || byte === RETURN;
}

function hexDigit(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
