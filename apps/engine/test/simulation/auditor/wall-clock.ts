import type { TradingSession } from "@interlock/core/market/calendar";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Returns the session of the exchange on a trading day in June, when New York is four hours behind UTC. */
export function sessionAtWall(at: number): TradingSession {
  const hour = (at % DAY_MS) / HOUR_MS;
  if (hour >= 13.5 && hour < 20) return "regular";
  if (hour >= 8 && hour < 13.5) return "pre";
  return hour >= 20 ? "post" : "overnight";
}

/** Returns a number of the day that grows by one every midnight in UTC. */
export function dayAt(at: number): number {
  return Math.floor(at / DAY_MS);
}
