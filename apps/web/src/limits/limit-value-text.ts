import { dollars, quantityText } from "../format/amount-text.ts";
import { groupDigits } from "../format/decimal-text.ts";
import { durationText } from "../format/time-text.ts";

const PLAIN = /^-?\d+(\.\d+)?$/;

/** Writes a limit's value with its unit. A value that is no number, e.g. a set of sessions, is written as it is. */
export function limitValueText(value: string, unit: string): string {
  if (value === "") return "—";
  if (!PLAIN.test(value)) return value.replaceAll(",", ", ");
  switch (unit) {
    case "usd":
      return dollars(value);
    case "ms":
      return Number(value) >= 1000 ? durationText(Number(value)) : `${value} ms`;
    case "bps":
      return `${groupDigits(value)} bps`;
    case "shares":
      return Number(value) === 1 ? "1 share" : `${quantityText(value)} shares`;
    case "count":
      return quantityText(value);
    default:
      return unit === "" ? quantityText(value) : `${quantityText(value)} ${unit}`;
  }
}

/** Names a unit beside an input. */
export function unitWord(unit: string): string {
  const words: ReadonlyMap<string, string> = new Map([
    ["usd", "USD"],
    ["count", ""],
    ["sessions", ""],
    ["symbols", ""],
    ["switch", ""],
  ]);
  return words.get(unit) ?? unit;
}
