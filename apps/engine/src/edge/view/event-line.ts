import type { EventLine } from "@interlock/api/view/live-view";
import { countOf } from "@interlock/core/number/count-of";
import { formatDollars } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderEvent } from "@interlock/core/order/order-event";
import type { OrderIntent, OrderPricing } from "@interlock/core/order/order-intent";
import { describeDenial } from "@interlock/core/risk/denial";
import { describeSuppression } from "@interlock/core/risk/size-order";
import type { HoldSource } from "@interlock/core/risk/trading-state";
import type { EngineRecord } from "../../record.ts";
import type { ApprovalRecord } from "../../records/approval-record.ts";
import type { GoLiveRecord } from "../../records/golive-record.ts";
import type { OverrideRecord } from "../../records/override-record.ts";
import { auditSentence } from "./sentences/audit-sentence.ts";
import { approvalSentence } from "./sentences/approval-sentence.ts";
import { breakSentence } from "./sentences/break-sentence.ts";
import { killSentence } from "./kill/kill-sentence.ts";
import { corporateSentence } from "./corporate-section.ts";
import { assetSentence, volumeSentence } from "./sentences/asset-sentence.ts";
import { marketSentence } from "./market-sentence.ts";
import { guardSentence } from "./guards/guard-sentence.ts";
import { goliveSentence } from "./sentences/golive-sentence.ts";
import { byOverride, overrideSentence } from "./sentences/override-sentence.ts";
import { publicPerson } from "./public-person.ts";
import { personSentence, personSeverity } from "./sentences/person-sentence.ts";
import { tradingSentence } from "./sentences/trading-sentence.ts";
import type { SeenRecord } from "../follow/edge-book.ts";

type Severity = EventLine["severity"];

/** What happened, as a line of the feed: everybody reads the same one, so it says of nobody where they were. */
export function eventLine({ journalSeq, at, record: seen }: SeenRecord): EventLine {
  const record = seen.kind === "person_noted" ? publicPerson(seen) : seen;
  return {
    journalSeq,
    at,
    kind: record.kind,
    severity: isAgain(record, journalSeq) ? "warning" : severityOf(record),
    sentence: isAgain(record, journalSeq) ? againSentence(record) : sentenceOf(record),
    clientOrderId: orderIdOf(record),
  };
}

type Started = Extract<EngineRecord, { readonly kind: "engine_started" }>;

/** A start on a journal that goes on: the engine that wrote it before is gone, in order or not. */
function isAgain(record: EngineRecord, journalSeq: number): record is Started {
  return record.kind === "engine_started" && journalSeq > 1;
}

function againSentence(record: Started): string {
  return `The engine was started again, in place of one that ended: ${record.build.slice(0, 12)}. What was open is asked of the venue.`;
}

function orderIdOf(record: EngineRecord): string | null {
  switch (record.kind) {
    case "order_approved":
    case "order_denied":
      return record.intent.clientOrderId;
    case "order_advanced":
      return record.clientOrderId;
    case "fill_booked":
      return record.fill.clientOrderId;
    default:
      return null;
  }
}

function severityOf(record: EngineRecord): Severity {
  switch (record.kind) {
    case "alert_raised":
      return record.severity;
    case "break_opened":
    case "guard_tripped":
    case "stop_cover_lost":
    case "stop_blocked":
    case "strategy_disabled":
    case "kill_requested":
    case "scope_kill_requested":
      return "critical";
    case "trading_held":
      return heldSeverity(record.hold.source);
    case "connection_changed":
      return record.up ? "info" : "warning";
    case "kill_advanced":
      return record.stage === "residual" ? "critical" : "info";
    case "projection_lag_changed":
      return record.lagging ? "warning" : "info";
    case "person_noted":
      return personSeverity(record);
    case "override_refused":
      return record.fault === "void" ? "warning" : "critical";
    case "launch_declared":
    case "launch_began":
    case "launch_ended":
      return "critical";
    case "override_granted":
    case "overrides_voided":
    case "approval_requested":
    case "approval_edited":
    case "approval_applied":
    case "approval_ended":
    case "approval_policy_set":
    case "gate_waiver_approved":
    case "votes_cleared":
    case "drill_began":
    case "order_denied":
    case "borrow_refused":
    case "trading_halted":
    case "bars_missing":
    case "break_changed":
    case "corporate_action_effective":
    case "break_adopted":
      return "warning";
    case "breaker_warned":
      return record.level > 0 ? "warning" : "info";
    case "order_advanced":
      return record.event.kind === "rejected" || record.event.kind === "submit_outcome_unknown"
        ? "warning"
        : "info";
    default:
      return "info";
  }
}

/** A start and a reconnect hold trading as a matter of course. */
function heldSeverity(source: HoldSource): Severity {
  if (source === "recovery") return "info";
  return source === "order_stream" ? "warning" : "critical";
}

/** Says a record in one sentence. */
export function sentenceOf(record: EngineRecord): string {
  switch (record.kind) {
    case "engine_started":
      return `The engine started: build ${record.build.slice(0, 12)}, account ${record.accountNumber}.`;
    case "recovered":
      return `Recovery is done: ${countOf(record.openOrders, "open order")} at the venue, ${countOf(record.breaks, "difference")}.`;
    case "account_adopted":
      return `The account's balance was taken over: ${formatDollars(record.cash)} cash, ${countOf(record.positions.length, "position")}.`;
    case "day_opened":
      return `Market day ${record.baseline.date} opened at equity ${formatDollars(record.baseline.equity)}.`;
    case "signal_suppressed":
      return `Signal ${record.signalId} asks for no order: ${describeSuppression(record.cause)}`;
    case "bar_closed":
      return `Bar of ${record.bar.symbol} closed at ${formatPrice(record.bar.close)}.`;
    case "signal_generated":
      return `${record.strategyId} wants ${record.target} of its allocation in ${record.symbol}: ${record.reason}`;
    case "order_approved":
      return `Approved: ${describeIntent(record.intent)}.${byOverride(record.override)}`;
    case "order_denied":
      return `Denied: ${describeIntent(record.intent)}. ${record.denials.map(describeDenial).join(" ")}`;
    case "order_advanced":
      return `Order ${record.clientOrderId}: ${describeEvent(record.event)}.`;
    case "fill_booked": {
      const { side, quantity, symbol, price } = record.fill;
      const verb = side === "buy" ? "Bought" : "Sold";
      const source = record.source === "activity" ? " (told by the venue's activity log)" : "";
      return `${verb} ${formatQuantity(quantity)} ${symbol} at ${formatPrice(price)}${source}.`;
    }
    case "external_order_seen":
      return `An order that our books do not hold open: ${record.order.side} ${record.order.symbol}, ${record.order.venueStatus}.`;
    case "volumes_observed":
      return volumeSentence(record);
    case "override_granted":
    case "override_refused":
    case "overrides_voided":
      return overrideSentence(record);
    case "approval_requested":
    case "approval_edited":
    case "approval_decided":
    case "approval_applied":
    case "approval_ended":
    case "approval_carried":
    case "approval_policy_set":
      return approvalSentence(record);
    case "person_noted":
      return personSentence(record);
    case "evidence_noted":
    case "station_voted":
    case "votes_cleared":
    case "gate_opened":
    case "gate_waiver_asked":
    case "gate_waiver_approved":
    case "launch_declared":
    case "launch_began":
    case "launch_followed":
    case "launch_ended":
    case "rehearsal_closed":
    case "drill_began":
    case "drill_held":
    case "venue_key_seen":
      return goliveSentence(record);
    default:
      return otherSentence(record);
  }
}

type OtherRecord = Exclude<
  EngineRecord,
  {
    readonly kind:
      | "engine_started"
      | "recovered"
      | "account_adopted"
      | "day_opened"
      | "bar_closed"
      | "signal_generated"
      | "signal_suppressed"
      | "order_approved"
      | "order_denied"
      | "order_advanced"
      | "fill_booked"
      | "external_order_seen"
      | "volumes_observed"
      | "person_noted"
      | OverrideRecord["kind"]
      | ApprovalRecord["kind"]
      | GoLiveRecord["kind"];
  }
>;

function otherSentence(record: OtherRecord): string {
  switch (record.kind) {
    case "limits_changed":
      return `Limits version ${record.version} in force, by ${record.by}${record.reason === "" ? "" : `: ${record.reason}`}.`;
    case "trading_held":
    case "hold_released":
    case "trading_resumed":
      return tradingSentence(record);
    case "kill_requested":
    case "scope_kill_requested":
    case "scope_resumed":
    case "kill_evidence":
    case "kill_advanced":
    case "kill_closes_requested":
      return killSentence(record);
    case "command_answered":
      return `${record.actor.name}: ${record.body.kind.replaceAll("_", " ")} ${record.accepted ? "accepted" : "refused"}. ${record.sentence}`;
    case "reconciled":
    case "break_opened":
    case "break_changed":
    case "break_adopted":
    case "break_closed":
      return breakSentence(record);
    case "trading_halted":
    case "halt_ended":
    case "bar_revised":
    case "trade_amended":
    case "bars_missing":
      return marketSentence(record);
    case "assets_observed":
    case "borrow_refused":
      return assetSentence(record);
    case "corporate_action_announced":
    case "corporate_action_effective":
    case "corporate_action_booked":
    case "corporate_action_ended":
      return corporateSentence(record);
    case "charge_booked":
      return `The venue booked ${record.chargeKind} of ${formatDollars(record.amount)} for ${record.date}.`;
    case "positions_marked":
    case "equity_marked":
      return valueSentence(record);
    case "connection_changed":
      return `${record.channel.replaceAll("_", " ")} is ${record.up ? "up" : "down"}${record.reason === "" ? "" : `: ${record.reason}`}.`;
    case "projection_lag_changed":
      return record.lagging
        ? `The database is ${record.lagMs} ms behind: no new risk until it has caught up.`
        : "The database has caught up.";
    case "guard_tripped":
    case "best_price_seen":
    case "stop_cover_lost":
    case "stop_cover_found":
    case "high_water_raised":
    case "breaker_warned":
    case "breaker_rearmed":
      return guardSentence(record);
    case "stop_fired":
    case "stop_blocked":
    case "stop_ended":
    case "entry_released":
      return stopSentence(record);
    case "strategy_enabled":
    case "strategy_disabled":
      return switchSentence(record);
    case "head_anchored":
      return auditSentence(record);
    case "alert_raised":
      return record.sentence;
  }
}

type ValueRecord = Extract<OtherRecord, { readonly kind: "positions_marked" | "equity_marked" }>;

function valueSentence(record: ValueRecord): string {
  return record.kind === "positions_marked"
    ? `Marked ${countOf(Object.keys(record.marks).length, "position")}.`
    : `Equity ${formatDollars(record.mark.equity)}.`;
}

type SwitchRecord = Extract<
  OtherRecord,
  { readonly kind: "strategy_enabled" | "strategy_disabled" }
>;

function switchSentence(record: SwitchRecord): string {
  return record.kind === "strategy_enabled"
    ? `${record.by} enabled strategy ${record.strategyId}: ${record.reason}`
    : `Strategy ${record.strategyId} was disabled: ${record.error}`;
}

type StopRecord = Extract<
  OtherRecord,
  { readonly kind: "stop_fired" | "stop_blocked" | "stop_ended" | "entry_released" }
>;

function stopSentence(record: StopRecord): string {
  switch (record.kind) {
    case "stop_fired": {
      const { symbol, side } = record.stop;
      const who = record.strategies.length === 0 ? "no strategy" : record.strategies.join(", ");
      return `The stop-loss closes ${symbol}; ${who} may not ${side} it again on the same opinion.`;
    }
    case "stop_blocked":
      return record.sentence;
    case "stop_ended":
      return `The stop-loss of ${record.symbol} is done: ${record.how}.`;
    case "entry_released":
      return `${record.strategyId} may enter ${record.symbol} again: ${record.how}.`;
  }
}

function describeIntent({ side, quantity, symbol, pricing, purpose }: OrderIntent): string {
  const words = `${side} ${formatQuantity(quantity)} ${symbol} ${pricing.type.replace("_", " ")}`;
  return `${words}${describePricing(pricing)} (${purpose.replace("_", " ")})`;
}

function describePricing(pricing: OrderPricing): string {
  switch (pricing.type) {
    case "market":
      return "";
    case "limit":
      return ` at ${formatPrice(pricing.limitPrice)}`;
    case "stop":
      return ` from ${formatPrice(pricing.stopPrice)}`;
    case "stop_limit":
      return ` from ${formatPrice(pricing.stopPrice)} at ${formatPrice(pricing.limitPrice)}`;
  }
}

function describeEvent(event: OrderEvent): string {
  const words = event.kind.replaceAll("_", " ");
  const reason =
    "reason" in event && event.reason !== null && event.reason !== "" ? `: ${event.reason}` : "";
  return event.kind === "venue_status"
    ? `the venue says ${event.venueStatus}`
    : `${words}${reason}`;
}
