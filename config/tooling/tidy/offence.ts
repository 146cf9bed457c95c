/** One place where the code breaks a rule of this house. */
export interface Offence {
  /** Name of the rule, as tidy-exceptions.json would quote it. */
  readonly rule: string;
  /** Path from the root of the checkout. */
  readonly file: string;
  readonly line: number;
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** The measured number, for rules with a limit; an exception may not be exceeded. */
  readonly value?: number;
}

/** Writes an offence as one line that terminals and editors can open. */
export function formatOffence({ file, line, rule, message }: Offence): string {
  return `${file}:${line}  ${message}  (${rule})`;
}
