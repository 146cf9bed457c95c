import { appendFileSync } from "node:fs";

/** One line of bench/results.json. */
export interface BenchRow {
  /** Begins with the number of its line in the list of figures, e.g. "01 tick-to-order p99". */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number;
  readonly better: "lower" | "higher";
  /** The figure of what ours replaces or is compared with. */
  readonly baseline?: number;
}

/** Returns what is wrong with a row, as one sentence; null when nothing is. */
export function rowFault(row: BenchRow): string | null {
  if (!/^\d\d \S/.test(row.name)) return `"${row.name}": a name begins with two digits and a space`;
  for (const figure of [row.value, row.goal, row.baseline ?? 0]) {
    if (!Number.isFinite(figure)) return `"${row.name}": ${figure} is not a finite number`;
  }
  if (row.unit.trim() === "")
    return `"${row.name}": the unit is missing (write "ratio" for a ratio)`;
  return null;
}

/** Tells whether a row reaches its goal. */
export function reachesGoal({ value, goal, better }: BenchRow): boolean {
  return better === "lower" ? value <= goal : value >= goal;
}

/**
 * Hands a row to `npm run bench`, which started this process; prints it when the benchmark was started by hand.
 * Throws on a malformed row: a figure that is not a number must not pass for one.
 */
export function reportRow(row: BenchRow): void {
  const fault = rowFault(row);
  if (fault !== null) throw new TypeError(fault);
  const line = `${JSON.stringify(row)}\n`;
  const path = process.env.INTERLOCK_BENCH_ROWS;
  if (path === undefined) process.stdout.write(line);
  else appendFileSync(path, line);
}

/** Says something about the figures that is no figure; `npm run bench` prints it beside them. */
export function remark(sentence: string): void {
  process.stdout.write(`note: ${sentence}\n`);
}
