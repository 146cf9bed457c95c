import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import { checkOrder } from "@interlock/core/risk/check-order";
import { Decision } from "../../apps/engine/src/decision.ts";
import { riskContextFor } from "../../apps/engine/src/risk/risk-context.ts";
import { openBenchEngine } from "./bench-engine.ts";
import { askForShares } from "./book.ts";
import { openInMemory } from "./memory-log.ts";

/** Approves an order intent of one of the bench's symbols, by the engine's own gate. */
export type Approve = (intent: OrderIntent) => ApprovedOrder;

/** Opens an engine whose only work is to approve orders: nothing else can make one that may be sent. */
export async function openGate(symbols: number): Promise<Approve> {
  const bench = await openInMemory((log) =>
    openBenchEngine({ symbols, log, elapsedMs: () => 0, onSubmit: () => undefined }),
  );
  askForShares(bench);
  const decision = new Decision(bench.state, bench.views, bench.now());
  return (intent) => {
    const context = riskContextFor(decision, intent);
    const verdict = context === null ? null : checkOrder(intent, context);
    if (verdict?.kind !== "approved") throw new Error(`void: ${JSON.stringify(verdict)}`);
    return verdict.order;
  };
}
