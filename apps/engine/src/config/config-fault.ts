/** One thing that is wrong in the configuration: where it stands, what was found, and what is allowed instead. */
export interface ConfigFault {
  /** File relative to the checkout, or "environment" for a variable, or "command line" for a flag. */
  readonly file: string;
  /** Path inside the file, e.g. `strategies[0].allocation`; empty for the file as a whole. */
  readonly key: string;
  /** The value as found, as text; "missing" when there is none. */
  readonly value: string;
  /** What is allowed, e.g. "must be a whole number from 1 to 65535". */
  readonly allowed: string;
  /** Set for what only the user can fill in, before an environment is first used: its start refuses until then. */
  readonly owed?: true;
}

const VALUE_LENGTH_MAX = 80;

/** Writes a value for a fault: short, on one line, and NaN and infinities by name. */
export function showValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

/** Writes a fault as one sentence. */
export function formatFault(fault: ConfigFault): string {
  const where = fault.key === "" ? fault.file : `${fault.file}: ${fault.key}`;
  return `${where} is ${fault.value}; it ${fault.allowed}.`;
}
