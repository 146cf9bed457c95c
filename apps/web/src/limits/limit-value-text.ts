import type { LimitLine } from "@interlock/api/view/limits-view";
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

/** What is counted, of the limits that are bare numbers. */
const COUNTED: ReadonlyMap<string, string> = new Map([
  ["maxOpenOrders", "orders"],
  ["maxOrdersPerMinute", "a minute"],
  ["breakerRejectsMax", "rejects"],
  ["breakerLossStreak", "losses"],
  ["timeStopMinutes", "minutes"],
  ["maxWindowOrders", "orders"],
  ["maxSymbolWindowOrders", "orders"],
  ["maxCancelsPerMinute", "a minute"],
  ["maxMessagesPerSecond", "a second"],
  ["maxRepeatedFills", "repeats"],
]);

/** Names the unit of a limit beside its input; empty where its value is no number. */
export function unitWord({ key, unit }: Pick<LimitLine, "key" | "unit">): string {
  if (unit === "count") return COUNTED.get(key) ?? "";
  if (unit === "usd") return "USD";
  return unit === "shares" || unit === "bps" || unit === "ms" ? unit : "";
}

/** Names what bounds a limit: a floor where lower is looser. */
export function boundName({ tighterIs }: Pick<LimitLine, "tighterIs">): "Ceiling" | "Floor" {
  return tighterIs === "higher" ? "Floor" : "Ceiling";
}

/** Writes the bound of a limit; of a floor it says that the value may not be less. */
export function boundText(line: Pick<LimitLine, "tighterIs" | "ceiling" | "unit">): string {
  const text = limitValueText(line.ceiling, line.unit);
  return line.tighterIs === "higher" && line.ceiling !== "" ? `at least ${text}` : text;
}
