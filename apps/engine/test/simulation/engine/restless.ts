import type { Random } from "@interlock/alpaca-sim/venue/random";
import type { Signal } from "@interlock/core/strategy/signal";
import type { Views } from "../../../src/views.ts";
import { SYMBOLS } from "../venue/simulated-market.ts";

const TARGETS: readonly number[] = [-1, -0.6, -0.2, 0, 0, 0.3, 0.7, 1];

/** Makes the strategies that run want something new every few seconds, besides what their bars tell them. */
export function makeRestless({ strategies }: Views, random: Random): void {
  const onTimer = (): Signal | null => {
    if (random.unit() > 0.06) return null;
    const symbol = SYMBOLS[random.below(SYMBOLS.length)];
    if (symbol === undefined) return null;
    const target = TARGETS[random.below(TARGETS.length)] ?? 0;
    return { symbol, target, reason: "restless", horizonMs: null };
  };
  for (const runtime of strategies)
    Object.assign(runtime, { instance: { ...runtime.instance, onTimer } });
}

/** Makes the strategies that run want nothing any more. */
export function silence({ strategies }: Views): void {
  for (const runtime of strategies)
    Object.assign(runtime, {
      instance: { ...runtime.instance, onTimer: undefined, onBar: undefined },
    });
}
