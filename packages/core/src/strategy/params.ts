import { fail, ok, type Result } from "../result.ts";

/** The allowed range of a number, ends included. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the parameters of a strategy from configuration. It notes the first fault and goes on with harmless values, so
 * that reading stays a list of lines; `finish` then gives the fault or the result.
 */
export interface ParamsReader {
  whole(key: string, range: NumberRange): number;
  number(key: string, range: NumberRange): number;
  flag(key: string): boolean;
  choice<T extends string>(key: string, choices: readonly [T, ...T[]]): T;
  /** Returns `params`, or the first fault: a value out of place, or a key that nobody read. */
  finish<T>(params: T, check?: string | null): Result<T>;
}

/** Returns a reader of `raw`, which should be an object. */
export function readParams(raw: unknown): ParamsReader {
  const values = asRecord(raw);
  const unread = new Set(Object.keys(values ?? {}));
  let fault: string | null = values === null ? "parameters must be an object" : null;

  function take(key: string): unknown {
    unread.delete(key);
    return values?.[key];
  }

  function refuse(key: string, value: unknown, allowed: string): void {
    const shown = typeof value === "number" ? String(value) : JSON.stringify(value);
    const found = value === undefined ? "is missing" : `is ${shown}`;
    fault ??= `parameter "${key}" ${found}: must be ${allowed}`;
  }

  function readNumber(key: string, range: NumberRange, whole: boolean): number {
    const value = take(key);
    const fits = typeof value === "number" && value >= range.min && value <= range.max;
    if (fits && (!whole || Number.isInteger(value))) return value + 0;
    refuse(key, value, `a ${whole ? "whole " : ""}number from ${range.min} to ${range.max}`);
    return range.min;
  }

  return {
    whole: (key, range) => readNumber(key, range, true),
    number: (key, range) => readNumber(key, range, false),
    flag(key) {
      const value = take(key);
      if (typeof value !== "boolean") refuse(key, value, "true or false");
      return value === true;
    },
    choice(key, choices) {
      const value = take(key);
      const found = choices.find((choice) => choice === value);
      if (found === undefined) refuse(key, value, `one of ${choices.join(", ")}`);
      return found ?? choices[0];
    },
    finish(params, check = null) {
      const [stranger] = unread;
      if (stranger !== undefined) fault ??= `parameter "${stranger}" is not known`;
      const refused = fault ?? check;
      return refused === null ? ok(params) : fail(refused);
    },
  };
}

function asRecord(raw: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return null;
  return Object.fromEntries(Object.entries(raw));
}
