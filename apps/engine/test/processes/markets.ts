import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkoutRoot } from "../../src/config/checkout-root.ts";

/** The symbols of the recorded day; a generated one takes the same. */
export const SYMBOLS = ["SPY", "IBM", "BAC", "AIG"];

/** A generated day, the same in every run: few events, and it ends. */
const GENERATED_DAY = ["--generate", "--date", "2026-11-20", "--days", "1", "--activity", "0.1"];

/** The last half hour of a session and what follows until the day's end, as fast as the engine consumes. */
export const LAST_HALF_HOUR = [...GENERATED_DAY, "--from", "15:30", "--speed", "max"];

/** The second half of it. */
export const LAST_QUARTER = [...GENERATED_DAY, "--from", "15:45", "--speed", "max"];

/** The same with another half hour before it. */
export const LAST_HOUR = [...GENERATED_DAY, "--from", "15:00", "--speed", "max"];

/** When the session ends. */
export const SESSION_END = "2026-11-20T21:00:00";

/** Events of the last half hour; after it there are few. */
export const LAST_HALF_HOUR_EVENTS = 14_000;

/** A whole day, and where it comes from. */
export interface WholeDay {
  readonly name: string;
  readonly venueArgs: readonly string[];
}

/** Returns the recorded day where it is at hand, else a generated one; the name says which. */
export function wholeDay(): WholeDay {
  const folder =
    process.env["INTERLOCK_MARKET_DATA"] ?? resolve(checkoutRoot(), "..", "shared", "market-data");
  const day = join(folder, "2013-10-08");
  const speed = ["--speed", "max"];
  if (existsSync(day)) {
    return { name: "the recorded day 2013-10-08", venueArgs: ["--data", day, ...speed] };
  }
  return { name: "a generated day", venueArgs: [...GENERATED_DAY, ...speed] };
}
