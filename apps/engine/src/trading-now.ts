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

type TradingFacts = Pick<EngineState, "trading" | "connections" | "projectionLagging">;

/**
 * Returns the trading state as it is met by an order that opens. Two checks refuse every such order without a hold:
 * "active" would be true of the latch, and false of what happens to an order.
 */
export function tradingNow({ trading, connections, projectionLagging }: TradingFacts): TradingNow {
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
  const cause = !connections.account_lease
    ? "account lease: it is not held, so nothing may be opened; orders that reduce work"
    : projectionLagging
      ? "database: it is behind the journal, so nothing may be opened; orders that reduce work"
      : "";
  return {
    state: cause === "" ? trading.state : "reducing",
    cause,
    by: "",
    since: null,
    resumable: false,
  };
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
