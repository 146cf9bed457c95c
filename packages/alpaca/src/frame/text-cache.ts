/** Lists of conditions kept ready; trades carry few different ones. */
const LISTS_MAX = 1_024;
const LIST_BYTES_MAX = 64;

interface KnownList {
  readonly bytes: Uint8Array;
  readonly values: readonly string[];
}

/** The strings of one character, by their byte. */
const SINGLE: readonly string[] = Array.from({ length: 128 }, (_, code) =>
  String.fromCharCode(code),
);

/** Returns the string of one ASCII byte without making one; empty for any other. */
export function singleCharacter(byte: number): string {
  return byte >= 0 ? (SINGLE[byte] ?? "") : "";
}

/** Returns the same frozen list for the same encoded bytes, so that a trade's conditions cost no allocation. */
export class ListCache {
  readonly #known = new Map<number, KnownList>();

  /** Finds the list encoded from `start` up to `end`, or makes it with `read` and keeps it. */
  get(
    range: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
    read: (encoded: Uint8Array) => readonly string[],
  ): readonly string[] {
    const { bytes, start, end } = range;
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) & 0x3fffffff;
    const known = this.#known.get(hash);
    if (known !== undefined && isSame(known.bytes, range)) return known.values;
    const encoded = bytes.slice(start, end);
    const values = Object.freeze(read(encoded));
    const keep =
      known === undefined && this.#known.size < LISTS_MAX && encoded.length <= LIST_BYTES_MAX;
    if (keep) this.#known.set(hash, { bytes: encoded, values });
    return values;
  }
}

function isSame(
  own: Uint8Array,
  range: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
): boolean {
  if (own.length !== range.end - range.start) return false;
  for (let i = 0; i < own.length; i++) if (own[i] !== range.bytes[range.start + i]) return false;
  return true;
}
