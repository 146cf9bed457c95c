import { Random } from "@interlock/alpaca-sim/venue/random";
import type { StrategyId, Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import {
  quantityFromUnits,
  shares,
  quantityUnits,
  type Quantity,
} from "@interlock/core/number/quantity";
import { findStrategy, type RegisteredStrategy } from "@interlock/core/strategy/registry";
import type { StrategyContext, StrategyInstance } from "@interlock/core/strategy/strategy";
import type { UnixMs } from "@interlock/core/time";
import type { StrategySettings } from "../settings.ts";
import type { SeenBar } from "./backtest-ledger.ts";
import { type CheckTerms, whenText } from "./check-look-ahead.ts";
import type { IntegrityCheck } from "./integrity-check.ts";
import type { BacktestRequest, BacktestRun } from "./run-backtest.ts";

/**
 * Recursion: begins again at points drawn from the seed, with no more bars before them than the warm-up that the
 * strategy declares, and compares its targets from there on with those of the whole run. What it wants must not depend
 * on older bars.
 *
 * What a strategy holds is a memory that no bar gives back: targets are compared from the first bar on at which either
 * run wants something new, in each symbol. From then on they must be equal.
 */
export function checkRecursion(
  request: BacktestRequest,
  { ledger }: BacktestRun,
  { points }: CheckTerms,
): IntegrityCheck {
  const played = request.played?.(request.sessions) ?? new Map<StrategyId, RegisteredStrategy>();
  let compared = 0;
  let looked = 0;
  for (const settings of request.settings.strategies) {
    const bars = ledger.bars.filter(({ bar }) => settings.symbols.includes(bar.symbol));
    const found = checkOne(
      { settings, kind: played.get(settings.id), bars, seed: request.seed },
      points,
    );
    compared += found.compared;
    looked += found.points;
    if (!found.passed) return { ...found, compared, points: looked };
  }
  return { passed: compared > 0, points: looked, compared, difference: null };
}

interface Examined {
  readonly settings: StrategySettings;
  readonly kind: RegisteredStrategy | undefined;
  readonly bars: readonly SeenBar[];
  readonly seed: string;
}

function checkOne(examined: Examined, points: number): IntegrityCheck {
  const { settings } = examined;
  const found = examined.kind === undefined ? findStrategy(settings.kind) : null;
  const kind = found === null ? examined.kind : found.ok ? found.value : undefined;
  if (kind === undefined) return failed(`${settings.id} is of a kind that is not known`);
  const checked = kind.checkParams(settings.params);
  if (!checked.ok) return failed(`${settings.id}: ${checked.error}`);
  const unseen = unseenHandler(kind, settings);
  if (unseen !== null)
    return failed(
      `${settings.id} ${unseen}, and a warm-up is counted in bars: it cannot be checked`,
    );
  return compareStarts(examined, { kind, warmupBars: checked.value.warmupBars }, points);
}

/** A warm-up of bars says nothing about what a strategy remembers of quotes, trades, time or its own fills. */
function unseenHandler(
  kind: RegisteredStrategy,
  { params, symbols }: StrategySettings,
): string | null {
  const started = kind.start({ params, symbols, saved: null });
  if (!started.ok) return `does not start (${started.error})`;
  const { onQuote, onTrade, onTimer, onFill } = started.value;
  const found = Object.entries({ onQuote, onTrade, onTimer, onFill }).find(
    ([, one]) => one !== undefined,
  );
  return found === undefined ? null : `handles ${HANDLED[found[0]] ?? found[0]}`;
}

const HANDLED: Readonly<Record<string, string>> = {
  onQuote: "quotes",
  onTrade: "trades",
  onTimer: "the time",
  onFill: "its fills",
};

interface Warmed {
  readonly kind: RegisteredStrategy;
  readonly warmupBars: number;
}

function compareStarts(
  examined: Examined,
  { kind, warmupBars }: Warmed,
  points: number,
): IntegrityCheck {
  const { settings, bars } = examined;
  const starts = drawStarts(examined, warmupBars, points);
  if (starts.length === 0)
    return failed(
      `${settings.id} declares a warm-up of ${warmupBars} bars, and no symbol of the tape has more: record a longer session`,
    );
  const whole = targetsOf(kind, settings, bars);
  let compared = 0;
  for (const start of starts) {
    const recent = recentBars(bars, start, warmupBars);
    const later = targetsOf(kind, settings, recent);
    const result = compare({ settings, start, warmupBars }, whole, later);
    compared += result.compared;
    if (result.difference !== null) return { ...result, passed: false, points: starts.length };
  }
  if (compared > 0) return { passed: true, points: starts.length, compared, difference: null };
  return failed(`${settings.id} wanted nothing new after its warm-up: nothing could be compared`);
}

function failed(difference: string): IntegrityCheck {
  return { passed: false, points: 0, compared: 0, difference };
}

/** Bars at which a later run may begin: those with a whole warm-up before them in their symbol. */
function drawStarts(
  { settings, bars, seed }: Examined,
  warmupBars: number,
  points: number,
): SeenBar[] {
  const seen = new Map<Ticker, number>();
  const possible = bars.filter(({ bar }) => {
    const before = seen.get(bar.symbol) ?? 0;
    seen.set(bar.symbol, before + 1);
    return before > warmupBars;
  });
  const random = new Random(`recursion ${seed} ${settings.id}`);
  const chosen = Array.from({ length: Math.min(points, possible.length) }, () =>
    random.below(possible.length),
  );
  return [...new Set(chosen)].sort((a, b) => a - b).flatMap((index) => possible[index] ?? []);
}

/** Everything from a bar on, and of each symbol only as many bars before it as the warm-up has. */
function recentBars(
  bars: readonly SeenBar[],
  start: SeenBar,
  warmupBars: number,
): readonly SeenBar[] {
  const at = bars.indexOf(start);
  const needed = new Map<Ticker, number>();
  const before: SeenBar[] = [];
  for (let index = at - 1; index >= 0; index -= 1) {
    const seen = bars[index];
    if (seen === undefined) continue;
    const taken = needed.get(seen.bar.symbol) ?? 0;
    if (taken >= warmupBars) continue;
    needed.set(seen.bar.symbol, taken + 1);
    before.push(seen);
  }
  return [...before.reverse(), ...bars.slice(at)];
}

/** What a strategy wants after a bar. */
interface TargetAfter {
  readonly target: number;
  readonly isNew: boolean;
}

/** Runs a strategy over bars alone; what it wants it is taken to hold at once. Keyed by the bar. */
function targetsOf(
  kind: RegisteredStrategy,
  settings: StrategySettings,
  bars: readonly SeenBar[],
): ReadonlyMap<Bar, TargetAfter> {
  const { params, symbols } = settings;
  const started = kind.start({ params, symbols, saved: null });
  const targets = new Map<Bar, TargetAfter>();
  if (!started.ok) return targets;
  const held = new Map<Ticker, number>();
  for (const seen of bars) {
    const wanted = wantedAt(started.value, seen, held);
    const last = held.get(seen.bar.symbol) ?? 0;
    const target = wanted ?? last;
    held.set(seen.bar.symbol, target);
    targets.set(seen.bar, { target, isNew: target !== last });
  }
  return targets;
}

function wantedAt(
  instance: StrategyInstance,
  { at, bar, quotes }: SeenBar,
  held: ReadonlyMap<Ticker, number>,
): number | null {
  const context: StrategyContext = {
    time: at,
    positionOf: (symbol) => holdingOf(held.get(symbol) ?? 0),
    quoteOf: (symbol) => quotes.get(symbol) ?? null,
  };
  return instance.onBar?.(bar, context)?.target ?? null;
}

const FULL = quantityUnits(shares(1_000));

function holdingOf(target: number): Quantity {
  return quantityFromUnits(Math.round(target * FULL));
}

interface Later {
  readonly settings: StrategySettings;
  readonly start: SeenBar;
  readonly warmupBars: number;
}

function compare(
  { settings, start, warmupBars }: Later,
  whole: ReadonlyMap<Bar, TargetAfter>,
  later: ReadonlyMap<Bar, TargetAfter>,
): { readonly compared: number; readonly difference: string | null } {
  const told = new Set<Ticker>();
  const seen = new Map<Ticker, number>();
  let compared = 0;
  for (const [bar, { target, isNew }] of later) {
    const count = (seen.get(bar.symbol) ?? 0) + 1;
    seen.set(bar.symbol, count);
    const other = whole.get(bar);
    if (count <= warmupBars || bar.startAt < start.bar.startAt || other === undefined) continue;
    if (isNew || other.isNew) told.add(bar.symbol);
    if (!told.has(bar.symbol)) continue;
    compared += 1;
    if (target === other.target) continue;
    const from = `begun at ${minuteText(start.bar)} with its ${warmupBars} bars of warm-up`;
    const difference = `${settings.id}, ${from}, wants ${target} of ${bar.symbol} at ${minuteText(bar)}, and ${other.target} with all bars before: it depends on more bars than it declares`;
    return { compared, difference };
  }
  return { compared, difference: null };
}

function minuteText({ startAt }: { readonly startAt: UnixMs }): string {
  return whenText(startAt);
}
