import type { Fill } from "@interlock/core/fill/fill";
import { signalId } from "@interlock/core/ids";
import { sessionAt } from "@interlock/core/market/calendar";
import type { Bar } from "@interlock/core/market/bar";
import { wantsSide } from "@interlock/core/risk/stopped-out";
import { checkSignal, type Signal } from "@interlock/core/strategy/signal";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import type { EngineRecord } from "../record.ts";
import { enterCall, leaveCall } from "./call-mark.ts";
import { putToSleep, startStrategy, type StrategyRuntime } from "./strategy-runtime.ts";

/**
 * Starts every strategy that is enabled and sleeps: at the beginning of a run, on the day of a corporate action, and
 * when a person has enabled one that was disabled at the start. No code of a disabled strategy runs.
 */
export function wakeStrategies(decision: Decision): void {
  for (const runtime of decision.views.strategies) {
    if (!runtime.asleep || isDisabled(decision, runtime)) continue;
    runtime.asleep = false;
    guard(decision, runtime, () => startStrategy(runtime, decision.state));
    if (isDisabled(decision, runtime)) putToSleep(runtime);
  }
}

function isDisabled({ state }: Decision, { settings }: StrategyRuntime): boolean {
  return state.strategies[settings.id]?.disabledBecause !== "";
}

/**
 * Stage 2: each strategy that watches the symbol sees the event and may say what it wants to hold.
 *
 * 1. A strategy that throws, or wants what it may not, is disabled alone; the others go on.
 * 2. Strategies see events while trading is halted too, so that they are warm when it resumes. Their signals are
 *    journaled then as well; risk refuses what may not be done.
 * 3. A target at zero or on the other side is the fresh opinion that frees an entry which a stop-loss refused.
 * 4. Outside the sessions of the limits in force strategies only learn: nothing is asked of risk that it must refuse.
 */
export function generateSignals(
  decision: Decision,
  input: Input,
  bars: readonly Bar[],
): readonly GeneratedSignal[] {
  const { body } = input;
  if (body.kind === "bars_backfilled") return warmUpOnly(decision, bars);
  const mayWish = bars.length === 0 || isTradingSession(decision);
  let signals = NO_SIGNALS;
  for (const runtime of decision.views.strategies) {
    if (isDisabled(decision, runtime)) continue;
    if (!mayWish) learn(decision, runtime, bars);
    else for (const bar of bars) signals = collect(signals, onBar(decision, runtime, bar));
    if (body.kind === "quote" || body.kind === "trade" || body.kind === "clock") {
      signals = collect(signals, onMarketEvent(decision, runtime, input));
    }
  }
  return signals;
}

/** A signal as it was journaled. */
export type GeneratedSignal = Extract<EngineRecord, { readonly kind: "signal_generated" }>;

const NO_SIGNALS: readonly GeneratedSignal[] = [];

function collect(
  signals: readonly GeneratedSignal[],
  next: GeneratedSignal | null,
): readonly GeneratedSignal[] {
  return next === null ? signals : [...signals, next];
}

/** Old bars teach the indicators; what a strategy would have wanted then is no signal now. */
function warmUpOnly(decision: Decision, bars: readonly Bar[]): readonly GeneratedSignal[] {
  for (const runtime of decision.views.strategies)
    if (!isDisabled(decision, runtime)) learn(decision, runtime, bars);
  return NO_SIGNALS;
}

function learn(decision: Decision, runtime: StrategyRuntime, bars: readonly Bar[]): void {
  for (const bar of bars) {
    if (!runtime.watched.has(bar.symbol)) continue;
    guard(decision, runtime, () => runtime.instance.onBar?.(bar, runtime.context));
  }
}

function isTradingSession({ state, time }: Decision): boolean {
  return state.limits?.values.sessions.includes(sessionAt(time)) === true;
}

function onBar(decision: Decision, runtime: StrategyRuntime, bar: Bar): GeneratedSignal | null {
  const { onBar: handler } = runtime.instance;
  if (handler === undefined || !runtime.watched.has(bar.symbol)) return null;
  return take(decision, runtime, () => handler(bar, runtime.context));
}

function onMarketEvent(
  decision: Decision,
  runtime: StrategyRuntime,
  { body }: Input,
): GeneratedSignal | null {
  const { instance, context, watched } = runtime;
  if (body.kind === "quote" && instance.onQuote !== undefined && watched.has(body.quote.symbol)) {
    return take(decision, runtime, () => instance.onQuote?.(body.quote, context) ?? null);
  }
  if (body.kind === "trade" && instance.onTrade !== undefined && watched.has(body.trade.symbol)) {
    return take(decision, runtime, () => instance.onTrade?.(body.trade, context) ?? null);
  }
  if (body.kind === "clock" && instance.onTimer !== undefined) {
    return take(
      decision,
      runtime,
      () => instance.onTimer?.({ at: decision.time }, context) ?? null,
    );
  }
  return null;
}

/** Tells each strategy the fills that this input brought it; it may answer with what it wants now. */
export function tellFills(decision: Decision): readonly GeneratedSignal[] {
  let signals = NO_SIGNALS;
  for (const record of decision.records) {
    if (record.kind === "fill_booked") signals = collect(signals, tellFill(decision, record.fill));
  }
  return signals;
}

function tellFill(decision: Decision, fill: Fill): GeneratedSignal | null {
  const runtime = decision.views.strategies.find(({ settings }) => settings.id === fill.strategyId);
  const handler = runtime?.instance.onFill;
  if (runtime === undefined || handler === undefined) return null;
  if (isDisabled(decision, runtime)) return null;
  return take(decision, runtime, () => handler(fill, runtime.context));
}

function take(
  decision: Decision,
  runtime: StrategyRuntime,
  ask: () => Signal | null,
): GeneratedSignal | null {
  const signal = guard(decision, runtime, ask);
  if (signal === null || signal === undefined) return null;
  const checked = checkSignal(signal, runtime.settings.symbols);
  if (!checked.ok) {
    decision.turnOff(runtime.settings.id, checked.error);
    return null;
  }
  const record: GeneratedSignal = {
    kind: "signal_generated",
    signalId: signalId(`s-${decision.state.counters.signal + 1}`),
    strategyId: runtime.settings.id,
    symbol: checked.value.symbol,
    target: checked.value.target,
    reason: checked.value.reason,
  };
  decision.emit(record);
  releaseEntry(decision, record);
  return record;
}

/** What a stop-loss closed may be entered again once the strategy itself has wanted it no more. */
function releaseEntry(decision: Decision, { strategyId, symbol, target }: GeneratedSignal): void {
  const latch = decision.state.stoppedOut[strategyId]?.[symbol];
  if (latch === undefined || wantsSide(target, latch.stop.side)) return;
  const how = `its own target has been ${target}`;
  decision.emit({ kind: "entry_released", strategyId, symbol, how });
}

/**
 * Runs a strategy's code: a throw disables it, and the mark names it while it has not returned. One that was disabled
 * a moment ago, by an earlier bar of the same input, is not asked again.
 */
function guard<T>(decision: Decision, runtime: StrategyRuntime, ask: () => T): T | null {
  if (isDisabled(decision, runtime)) return null;
  const { callMark } = decision.views;
  runtime.context.time = decision.time;
  enterCall(callMark, runtime.place);
  try {
    return ask();
  } catch (error: unknown) {
    decision.turnOff(runtime.settings.id, error instanceof Error ? error.message : String(error));
    return null;
  } finally {
    leaveCall(callMark);
  }
}
