import { describeDenial } from "@interlock/core/risk/denial";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { EngineProcess } from "../engine/engine-process.ts";
import type { EngineRecord } from "../../../src/record.ts";
import type { CommandBody } from "../../../src/operator/operator-command.ts";
import type { Evidence } from "./evidence.ts";
import { leadsTowardFlat } from "./reckoned.ts";
import type { TrueHolding } from "./truth.ts";

/**
 * Nothing keeps anybody in a position: what a person, a stop-loss or a kill closes in an open market passes under every
 * hold that does not halt, and what a kill closes under those as well (I8).
 */
export function auditRefusal(evidence: Evidence, intent: OrderIntent, reckoned: TrueHolding): void {
  const { book, findings, session } = evidence;
  const { clientOrderId: id, purpose } = intent;
  if (purpose === "signal" || session !== "regular" || !leadsTowardFlat(reckoned, intent)) return;
  const halted = [...book.holds.values()].includes("halted");
  if (!halted || purpose === "flatten")
    findings.add("I8", `${id} leads toward flat and was refused`);
}

/** A strategy sends no order that its target did not ask for: not even to the gate, which would stop it (I24). */
export function auditParent(
  { findings }: Evidence,
  { intent, denials }: Extract<EngineRecord, { readonly kind: "order_denied" }>,
): void {
  for (const denial of denials)
    if (denial.code === "parent_quantity")
      findings.add("I24", `${intent.clientOrderId}: ${describeDenial(denial)}`);
}

/** A cancel of an order that works at the venue, and has its name, is never refused (I8). */
export function auditCancelRefusal(
  { truth, findings }: Evidence,
  body: CommandBody,
  { state }: EngineProcess,
): void {
  if (body.kind !== "cancel_order" || !truth.openIds().includes(body.clientOrderId)) return;
  const order = state.orders[body.clientOrderId];
  if (order?.venueOrderId != null && order.terminalAt === null)
    findings.add("I8", `a cancel of ${body.clientOrderId} was refused`);
}
