import type { Fill } from "@interlock/core/fill/fill";
import { describeScope, isWithin, type KillScope } from "@interlock/core/kill/kill-scope";
import { formatQuantity, signOfQuantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { strategyPositionOf } from "@interlock/core/portfolio/portfolio";
import type { Decision } from "../../decision.ts";
import { isRunning, killInForce, killsOf, scopeOfKill } from "../../kill-in-force.ts";
import type { KillState } from "../../records/kill-record.ts";
import type { EngineState } from "../../state.ts";
import { lookSoon } from "./ask-look.ts";
import { recordProgress } from "./kill-proof.ts";

/**
 * A fill of one of our orders that leaves shares in a part of the account whose flatten was proven makes the proof
 * untrue: it is said, the kill is not proven any more, and it goes on closing. After a cancel or a halt positions are
 * not what was proven.
 */
export function reopenFilled(decision: Decision): void {
  const { state, records } = decision;
  const fills = records.flatMap((record) => (record.kind === "fill_booked" ? record.fill : []));
  if (fills.length === 0) return;
  for (const kill of killsOf(state)) {
    const scope = scopeOfKill(kill);
    if (kill.mode !== "flatten" || isRunning(kill) || killInForce(state, scope) !== kill) continue;
    const late = fills.filter(
      (fill) =>
        state.orders[fill.clientOrderId] !== undefined &&
        isWithin(fill, scope) &&
        isHeld(state, fill, scope),
    );
    if (late.length > 0) reopen(decision, kill, late);
  }
}

function isHeld({ portfolio }: EngineState, { symbol }: Fill, scope: KillScope): boolean {
  const { quantity = ZERO_QUANTITY } =
    scope.kind === "strategy"
      ? strategyPositionOf(portfolio, scope.strategyId, symbol)
      : (portfolio.positions[symbol] ?? {});
  return signOfQuantity(quantity) !== 0;
}

function reopen(decision: Decision, kill: KillState, late: readonly Fill[]): void {
  const residual = late.map(({ side, quantity, symbol, clientOrderId }) => ({
    what: `${side} ${formatQuantity(quantity)} ${symbol} (${clientOrderId})`,
    why: "its fill was reported after the proof: what is held is closed",
  }));
  recordProgress(decision, kill, {
    stage: "closing",
    openOrders: kill.venueOpenOrders ?? 0,
    positions: kill.venuePositions ?? 0,
    cleanSweeps: 0,
    residual,
  });
  const what = residual.map((one) => one.what).join(", ");
  const name = describeScope(scopeOfKill(kill));
  decision.alert(
    "critical",
    `The flatten of ${name} was proven and is at work again: a fill came afterwards (${what}).`,
  );
  lookSoon(decision);
}
