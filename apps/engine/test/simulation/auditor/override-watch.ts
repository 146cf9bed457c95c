import type { OrderIntent } from "@interlock/core/order/order-intent";
import { liftedLine } from "@interlock/core/risk/override/liftable";
import type { OverrideGrant } from "@interlock/core/risk/override/override";
import type { Limits } from "@interlock/core/risk/limits";
import type { EngineRecord } from "../../../src/record.ts";
import { CEILINGS } from "../engine/simulated-settings.ts";

type Approved = Extract<EngineRecord, { readonly kind: "order_approved" }>;

const FIVE_MINUTES_MS = 300_000;

/** Overrides as the journal tells of them, by the auditor's own rules: which may still be used, and for what. */
export class OverrideWatch {
  readonly #granted = new Map<string, OverrideGrant>();
  readonly #denied = new Map<string, number>();
  readonly #over = new Map<string, string>();

  /** Notes a record. */
  take(record: EngineRecord, at: number): void {
    switch (record.kind) {
      case "order_denied":
        this.#denied.set(record.intent.clientOrderId, at);
        return;
      case "override_granted":
        this.#granted.set(record.grant.overrideId, record.grant);
        return;
      case "order_approved":
        if (record.override !== undefined) this.#over.set(record.override.overrideId, "used");
        return;
      case "engine_started":
      case "kill_requested":
      case "limits_changed":
        return this.#endAll(record.kind);
      case "scope_kill_requested":
        return this.#endThose(record.kind, ({ symbol, strategyId }) =>
          record.scope.kind === "symbol"
            ? symbol === record.scope.symbol
            : strategyId === record.scope.strategyId,
        );
      case "signal_generated":
        return this.#endThose(
          record.kind,
          ({ purpose, strategyId, symbol }) =>
            purpose === "signal" && strategyId === record.strategyId && symbol === record.symbol,
        );
      case "trading_held":
        if (record.hold.state === "halted") this.#endAll(`held by ${record.hold.source}`);
        return;
      default:
        return;
    }
  }

  /** Says what is wrong with the override of an approval that has not been taken yet; empty when nothing is. */
  faultsOf({ intent, override }: Approved, at: number): string[] {
    if (override === undefined) return [];
    const { overrideId } = override;
    const grant = this.#granted.get(overrideId);
    if (grant === undefined) return [`${overrideId} was used and never granted`];
    const faults: string[] = [];
    const over = this.#over.get(overrideId);
    if (over !== undefined) faults.push(`${overrideId} was used after: ${over}`);
    if (at - grant.grantedAt >= FIVE_MINUTES_MS) faults.push(`${overrideId} was used too late`);
    const deniedAt = this.#denied.get(grant.intent.clientOrderId) ?? 0;
    if (grant.grantedAt - deniedAt >= FIVE_MINUTES_MS) faults.push(`${overrideId} came too late`);
    if (termsOf(intent) !== termsOf(grant.intent))
      faults.push(`${overrideId} is for another order`);
    return faults;
  }

  /** Returns the limits that an approval must keep: what its override lifts goes to the ceiling, and nothing else. */
  limitsOf({ override }: Approved, limits: Limits): Limits {
    const lifts = this.#granted.get(override?.overrideId ?? "")?.lifts ?? [];
    const lines = lifts.map(liftedLine);
    const keys = lines.flatMap((line) => (line?.of === "order" ? [line.key] : []));
    return { ...limits, ...Object.fromEntries(keys.map((key) => [key, CEILINGS[key]])) };
  }

  #endAll(why: string): void {
    this.#endThose(why, () => true);
  }

  #endThose(why: string, concerns: (intent: OrderIntent) => boolean): void {
    for (const [id, { intent }] of this.#granted)
      if (!this.#over.has(id) && concerns(intent)) this.#over.set(id, why);
  }
}

function termsOf({ clientOrderId: _own, ...terms }: OrderIntent): string {
  return JSON.stringify(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1)));
}
