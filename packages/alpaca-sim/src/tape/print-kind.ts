/**
 * Sale conditions of prints. Recorded files give them as a hexadecimal set of flags (bit 0 regular, bit 5 intermarket
 * sweep, bit 20 average price, …); streams carry the letters of the consolidated tape.
 */

/** What a print is: its letters on the stream, and whether it may set the last price, bars, and stops off. */
export interface PrintKind {
  readonly conditions: readonly string[];
  readonly counts: boolean;
}

interface Flag {
  readonly bit: number;
  readonly letter: string;
  /** Whether such a print sets prices, by the consolidated tape's rules for the last sale. */
  readonly counts: boolean;
}

const FLAGS: readonly Flag[] = [
  { bit: 1, letter: "C", counts: false },
  { bit: 2, letter: "N", counts: false },
  { bit: 3, letter: "R", counts: false },
  { bit: 4, letter: "Y", counts: true },
  { bit: 5, letter: "F", counts: true },
  { bit: 6, letter: "O", counts: true },
  { bit: 7, letter: "6", counts: true },
  { bit: 8, letter: "5", counts: true },
  { bit: 9, letter: "4", counts: false },
  { bit: 10, letter: "T", counts: true },
  { bit: 11, letter: "L", counts: true },
  { bit: 13, letter: "T", counts: true },
  { bit: 14, letter: "Z", counts: false },
  { bit: 15, letter: "S", counts: true },
  { bit: 16, letter: "A", counts: true },
  { bit: 17, letter: "B", counts: true },
  { bit: 18, letter: "V", counts: false },
  { bit: 19, letter: "D", counts: true },
  { bit: 20, letter: "W", counts: false },
  { bit: 21, letter: "X", counts: true },
  { bit: 22, letter: "H", counts: false },
  { bit: 23, letter: "K", counts: true },
  { bit: 24, letter: "M", counts: false },
  { bit: 25, letter: "P", counts: false },
  { bit: 26, letter: "Q", counts: false },
  { bit: 28, letter: "E", counts: true },
  { bit: 31, letter: "I", counts: false },
];

/** A sale without any condition. */
export const REGULAR_PRINT: PrintKind = { conditions: ["@"], counts: true };

/** Returns what a set of flags means. Flags without a letter, such as trade-through exempt, add nothing. */
export function printKindOf(flags: number): PrintKind {
  const set = FLAGS.filter(({ bit }) => ((flags >>> bit) & 1) === 1);
  if (set.length === 0) return REGULAR_PRINT;
  const letters = new Set(set.map(({ letter }) => letter));
  return { conditions: ["@", ...letters], counts: set.every(({ counts }) => counts) };
}
