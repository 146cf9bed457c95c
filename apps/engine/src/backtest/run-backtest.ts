import { createVenue, type VenueState } from "@interlock/alpaca-sim/venue/venue-state";
import { paperAccountNumber, uuidOf } from "@interlock/alpaca-sim/venue/identifiers";
import type { TapeSource } from "@interlock/alpaca-sim/tape/tape-source";
import { assert } from "@interlock/core/assert";
import type { StrategyId } from "@interlock/core/ids";
import { type Money, money } from "@interlock/core/number/money";
import { priceFromUnits } from "@interlock/core/number/price";
import type { RegisteredStrategy } from "@interlock/core/strategy/registry";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { EngineSettings } from "../settings.ts";
import type { EngineState } from "../state.ts";
import { BacktestLedger } from "./backtest-ledger.ts";
import { BacktestProcess } from "./backtest-process.ts";
import { cutTape } from "./cut-tape.ts";

/** What a backtest is a function of, and nothing else. */
export interface BacktestRequest {
  /** Recorded sessions, one a day, oldest first; at least one. */
  readonly sessions: readonly TapeSource[];
  /** Strategies, limits and all else that decides. */
  readonly settings: EngineSettings;
  /** Decides the ids that the venue gives and how it parts fills. */
  readonly seed: string;
  readonly build: string;
  /**
   * Strategies to play in place of the configured ones' code, by their ids, made for the tape that they are to see;
   * absent: the built-in ones. Each keeps its parameters and symbols.
   */
  readonly played?: (
    sessions: readonly TapeSource[],
  ) => ReadonlyMap<StrategyId, RegisteredStrategy>;
  /** Ends before the first event at this time or after it, and shows nothing of what comes; absent: plays all. */
  readonly until?: UnixMs;
}

/** What a backtest came to. */
export interface BacktestRun {
  readonly state: EngineState;
  readonly ledger: BacktestLedger;
  /** Over every byte of every record, in order: equal where two runs decided the same. */
  readonly recordsHash: string;
  /** The same after each entry, the first entry's first. */
  readonly hashes: readonly string[];
  readonly events: number;
  /** The venue's own books: the truth that ours are held against. */
  readonly venue: VenueState;
}

/** What the account holds at the beginning. */
const OPENING_CASH: Money = money("100000");
/** Share of fills that take a part only. */
export const PARTIAL_FILLS = 0.2;
/** The engine finishes its recovery in this time, before the tape begins. */
const LEAD_MS = 2 * MINUTE_MS;

/**
 * Plays recorded sessions through the engine and the pure venue, with costs: orders cross the spread that was quoted
 * and fill against the sizes that were shown, in parts, and the venue charges the regulators' fees. An order reaches
 * the venue before the next event of the tape. The result is a function of the request: no clock, no file, no chance.
 */
export async function runBacktest(request: BacktestRequest): Promise<BacktestRun> {
  const { settings, seed, until } = request;
  const sessions = sessionsUntil(request.sessions, until);
  const [first] = sessions;
  assert(first !== undefined, "a backtest needs one session at least");
  const venue = openVenue(first, seed);
  const ledger = new BacktestLedger();
  const process = new BacktestProcess({ venue, ledger, settings, build: request.build });
  await process.start(first, request.played?.(sessions) ?? new Map());
  for (const [index, session] of sessions.entries())
    await process.play(session, { closes: until === undefined || index < sessions.length - 1 });
  const { state, hashes, events } = process;
  return { state, ledger, hashes, events, venue, recordsHash: hashes.at(-1) ?? "" };
}

function sessionsUntil(
  sessions: readonly TapeSource[],
  until: UnixMs | undefined,
): readonly TapeSource[] {
  if (until === undefined) return sessions;
  const begun = sessions.filter(({ startAt }) => startAt < until);
  return begun.map((session) => cutTape(session, until));
}

function openVenue(first: TapeSource, seed: string): VenueState {
  const accountId = uuidOf(`backtest ${seed}`);
  return createVenue({
    seed: `${accountId}/${seed}`,
    accountId,
    accountNumber: paperAccountNumber(accountId),
    symbols: first.symbols,
    startAt: first.startAt - LEAD_MS,
    cash: OPENING_CASH,
    partialFills: PARTIAL_FILLS,
    acknowledgedAs: "new",
    previousCloses: new Map(
      first.symbols.flatMap((symbol) => {
        const last = first.history.days(symbol).at(-1);
        return last === undefined ? [] : [[symbol, priceFromUnits(last.close)]];
      }),
    ),
  });
}
