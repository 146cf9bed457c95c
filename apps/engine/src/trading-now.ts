import {
  endsByEvidence,
  type TradingHold,
  type TradingState,
} from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "./state.ts";

/** What may be traded at this moment, why, by whom and since when. */
export interface TradingNow {
  readonly state: TradingState;
  /** A sentence; empty while nothing restricts trading. */
  readonly cause: string;
  readonly by: string;
  readonly since: UnixMs | null;
  /** Whether a person's resume ends it: what rests on a fact ends with the fact. */
  readonly resumable: boolean;
}

type TradingFacts = Pick<
  EngineState,
  "trading" | "connections" | "projectionLagging" | "reduceOnly"
>;

/**
 * Returns the trading state as it is met by an order that opens. Three checks refuse every such order without a
 * hold: "active" would be true of the latch, and false of what happens to an order.
 */
export function tradingNow(facts: TradingFacts, now: UnixMs): TradingNow {
  const { trading } = facts;
  const hold = strictest(trading.holds);
  if (hold !== null) {
    return {
      state: trading.state,
      cause: holdWords(hold),
      by: hold.by ?? "",
      since: hold.at,
      resumable: trading.holds.some(({ source }) => !endsByEvidence(source)),
    };
  }
  const cause = causeOf(facts, now);
  return {
    state: cause === "" ? trading.state : "reducing",
    cause,
    by: "",
    since: null,
    resumable: false,
  };
}

function causeOf(
  { connections, projectionLagging, reduceOnly }: TradingFacts,
  now: UnixMs,
): string {
  if (!connections.account_lease)
    return "account lease: it is not held, so nothing may be opened; orders that reduce work";
  if (projectionLagging)
    return "database: it is behind the journal, so nothing may be opened; orders that reduce work";
  return reduceOnly.account > now
    ? "reduce-only after a resume: for a minute only orders toward flat pass"
    : "";
}

const LOOP_WORDS =
  "crash loop: the engine ended three times within five minutes. Find out why in logs/engine.log, then resume";

/** Says a hold with its cause. Two causes come in as codes of the start: each gets its next step, and its own name. */
export function holdWords({ source, reason }: Pick<TradingHold, "source" | "reason">): string {
  if (source !== "crash_loop") return `${source.replaceAll("_", " ")}: ${reason}`;
  if (reason === "crash_loop") return LOOP_WORDS;
  if (!reason.startsWith("restored from")) return `crash loop: ${reason}`;
  return `restore: ${reason}. Compare orders and positions with the venue's, then resume`;
}

function strictest(holds: readonly TradingHold[]): TradingHold | null {
  return holds.find((hold) => hold.state === "halted") ?? holds[0] ?? null;
}
