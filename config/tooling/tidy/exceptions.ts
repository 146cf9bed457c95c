import type { Offence } from "./offence.ts";

/** A rule that one file may break, with the reason, up to a number that may only go down. */
export interface Exception {
  readonly rule: string;
  readonly file: string;
  /** The measured value (lines, imports ...), or for rules without one the count of offences in the file. */
  readonly value: number;
  readonly reason: string;
}

const LEDGER = "config/tooling/tidy-exceptions.json";

/**
 * Takes excused offences out. An exception that excuses nothing any more, or more than it has to, is an offence itself:
 * so the numbers only go down.
 */
export function excuse(offences: readonly Offence[], exceptions: readonly Exception[]): Offence[] {
  const excused = new Set<Offence>();
  const stale: Offence[] = [];
  for (const exception of exceptions) {
    const matching = offences.filter(
      ({ rule, file }) => rule === exception.rule && file === exception.file,
    );
    const value = Math.max(matching.length, ...matching.map((offence) => offence.value ?? 0));
    if (value <= exception.value) for (const offence of matching) excused.add(offence);
    const complaint = complain(exception, matching.length === 0 ? 0 : value);
    if (complaint !== null)
      stale.push({ rule: "exception", file: LEDGER, line: 1, message: complaint });
  }
  return [...offences.filter((offence) => !excused.has(offence)), ...stale];
}

function complain({ rule, file, value, reason }: Exception, actual: number): string | null {
  if (reason.trim().length < 10)
    return `${rule} in ${file} has no reason: say why it cannot be otherwise`;
  if (actual === 0) return `${rule} in ${file} is no longer needed: delete the line`;
  if (actual < value)
    return `${rule} in ${file} is down to ${actual}: lower the number from ${value}`;
  return null;
}
