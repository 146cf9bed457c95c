import { idsOf, type StrategyId, type Ticker } from "@interlock/core/ids";
import {
  describeScope,
  type KillScope,
  scopeKey,
  WHOLE_ACCOUNT,
} from "@interlock/core/kill/kill-scope";
import { CLEAN_LOOKS_MIN } from "@interlock/core/kill/kill-terms";
import {
  closingsUnder,
  haltClosings,
  type HaltClosings,
  strictestClosings,
} from "@interlock/core/risk/halt-closings";
import type { TradingState } from "@interlock/core/risk/trading-state";
import type { KillState } from "./records/kill-record.ts";
import type { EngineState } from "./state.ts";

type Kills = Pick<EngineState, "kill" | "scopeKills" | "trading">;

/** The kill that holds a scope now, or null; one that a person has resumed from is over. */
export function killInForce(state: Kills, scope: KillScope): KillState | null {
  switch (scope.kind) {
    case "all":
      return state.trading.holds.some((hold) => hold.source === "kill_switch") ? state.kill : null;
    case "strategy":
      return state.scopeKills.strategies[scope.strategyId] ?? null;
    case "symbol":
      return state.scopeKills.symbols[scope.symbol] ?? null;
  }
}

/** What a kill stops. */
export function scopeOfKill({ scope }: KillState): KillScope {
  return scope ?? WHOLE_ACCOUNT;
}

/** The last kill of the whole account, and those of its parts that hold now. */
export function killsOf({
  kill,
  scopeKills,
}: Pick<EngineState, "kill" | "scopeKills">): KillState[] {
  const narrow = [...Object.values(scopeKills.strategies), ...Object.values(scopeKills.symbols)];
  return kill === null ? narrow : [kill, ...narrow];
}

/** Tells whether a kill still has something to prove. */
export function isRunning(kill: KillState): boolean {
  return kill.stage !== "proven";
}

/**
 * Tells whether a kill has done what it can, so that a person may resume from it: it is proven, or as many looks as a
 * proof takes left only what others of the account hold against a strategy.
 */
export function isDone(kill: KillState): boolean {
  return !isRunning(kill) || (kill.stage === "residual" && kill.cleanSweeps >= CLEAN_LOOKS_MIN);
}

/** Kills that still have something to prove. Mostly there is none: no list is made for nothing. */
export function runningKills(
  state: Pick<EngineState, "kill" | "scopeKills">,
): readonly KillState[] {
  const { kill, scopeKills } = state;
  const idle = kill === null || !isRunning(kill);
  if (idle && isEmpty(scopeKills.strategies) && isEmpty(scopeKills.symbols)) return NONE;
  return killsOf(state).filter(isRunning);
}

const NONE: readonly KillState[] = [];

function isEmpty(book: Readonly<Record<string, unknown>>): boolean {
  for (const _name in book) return false;
  return true;
}

/** The parts of the account that kills stop, by name, for a sign of life; nothing where there is none. */
export function stoppedParts({ scopeKills }: Pick<EngineState, "scopeKills">): {
  readonly stopped?: string[];
} {
  const { symbols, strategies } = scopeKills;
  if (isEmpty(symbols) && isEmpty(strategies)) return {};
  const kills = [...Object.values(symbols), ...Object.values(strategies)];
  return { stopped: kills.map((kill) => scopeKey(scopeOfKill(kill))) };
}

/** What stands in the way of an order of a strategy in a symbol, by the account's holds and by kills of its parts. */
export interface Halt {
  readonly state: TradingState;
  /** Whose closings pass while it is halted. */
  readonly closings: HaltClosings;
  /** What a kill of a part of the account stops of the order; null when none does. */
  readonly scope: string | null;
}

/** Returns what halts an order. It costs the same whatever is killed. */
export function haltOf(
  state: Kills,
  { symbol, strategyId }: { readonly symbol: Ticker; readonly strategyId: StrategyId | null },
): Halt {
  const { trading, kill, scopeKills } = state;
  const whole = trading.state === "halted" ? haltClosings(trading, kill) : "all";
  const ofSymbol = scopeKills.symbols[symbol];
  const ofStrategy = strategyId === null ? undefined : scopeKills.strategies[strategyId];
  const narrow = ofSymbol ?? ofStrategy;
  if (narrow === undefined) return { state: trading.state, closings: whole, scope: null };
  let closings = strictestClosings(whole, closingsUnder(narrow));
  if (ofStrategy !== undefined) closings = strictestClosings(closings, closingsUnder(ofStrategy));
  return { state: "halted", closings, scope: describeScope(scopeOfKill(narrow)) };
}

/** The strategies whose shares the stop-losses leave alone: a kill of theirs works on them, or put their stops off. */
export function strategiesApart({
  scopeKills,
}: Pick<EngineState, "scopeKills">): readonly StrategyId[] {
  if (isEmpty(scopeKills.strategies)) return NO_STRATEGIES;
  return idsOf<StrategyId>(scopeKills.strategies).filter((id) => {
    const kill = scopeKills.strategies[id];
    return kill !== undefined && closingsUnder(kill) !== "all";
  });
}

const NO_STRATEGIES: readonly StrategyId[] = [];

/** The kill that keeps the stop-loss of a symbol from acting, of everything or of the symbol; null where none does. */
export function killOverStop(state: Kills, symbol: Ticker): KillState | null {
  const narrow = state.scopeKills.symbols[symbol];
  if (narrow !== undefined && closingsUnder(narrow) !== "all") return narrow;
  const whole = killInForce(state, WHOLE_ACCOUNT);
  return whole !== null && closingsUnder(whole) !== "all" ? whole : null;
}
