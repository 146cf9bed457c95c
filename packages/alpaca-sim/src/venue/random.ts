/**
 * Seeded randomness. The same seed gives the same numbers on every machine: integer arithmetic on 32 bits, nothing
 * from the platform. The venue uses it for ids, the generated tape for everything it makes up.
 */

/** Mixes a text into four 32-bit words; texts that differ in one character give unrelated words. */
export function hashText(text: string): [number, number, number, number] {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let d = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0xcc9e2d51) ^ (a >>> 15);
    c = Math.imul(c ^ code, 0x1b873593) ^ (b >>> 13);
    d = Math.imul(d ^ code, 0xc2b2ae35) ^ (c >>> 16);
  }
  a = scramble(a ^ d);
  b = scramble(b ^ a);
  c = scramble(c ^ b);
  d = scramble(d ^ c);
  return [scramble(a ^ d), b, c, d];
}

function scramble(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A stream of numbers that is a function of its seed alone. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Begins the stream named by a text, e.g. "7/2013-10-08/SPY". */
  constructor(seed: string) {
    const [a, b, c] = hashText(seed);
    this.#a = a;
    this.#b = b;
    this.#c = c;
    for (let i = 0; i < 12; i++) this.word();
  }

  /** Returns the next 32 bits: Doty-Humphrey's small fast counting generator. */
  word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** Returns a number from 0 up to, not including, 1. */
  unit(): number {
    return this.word() / 4_294_967_296;
  }

  /** Returns a whole number from 0 up to, not including, `count`. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** Returns a standard normal number (Box and Muller, one of the pair). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return radius * Math.cos(2 * Math.PI * this.unit());
  }

  /** Returns how many events of a mean rate occur: Poisson below 30, its normal approximation above. */
  poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > floor; product *= this.unit()) count++;
    return count;
  }
}
