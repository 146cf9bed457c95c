import { isOpen } from "@interlock/core/order/order";
import { money } from "@interlock/core/number/money";
import { CEILINGS } from "../engine/simulated-settings.ts";
import { executionId } from "@interlock/core/ids";
import type { ExecutionReport, VenueOrder } from "@interlock/core/order/execution-report";
import { updateOpenOrders } from "@interlock/core/portfolio/live-totals";
import { ACTIVE_CONTROL } from "@interlock/core/risk/trading-state";
import type { InputBody } from "../../../src/input.ts";
import type { EngineRecord, JournalEntry } from "../../../src/record.ts";
import type { Effect } from "../../../src/effect.ts";
import type { Afflicted, Defect } from "./defect.ts";

const NO_CEILINGS = {
  ...CEILINGS,
  maxGrossExposure: money("900000000"),
  maxOpenOrders: 100_000,
};

/**
 * What the simulation must find: each is a mistake that trading systems have made, put between the engine and one of
 * its ports or into what it remembers. They are made anew for each simulation, because some of them count.
 */
export const DEFECTS: readonly (() => Defect)[] = [
  () => ({
    name: "an execution that is reported twice is booked twice",
    breaks: "I4",
    hear: (body, { state }) => {
      if (body.kind === "execution_report" && body.report.execution !== null)
        delete state.executions[body.report.execution.executionId];
      return [body];
    },
  }),
  repeatedPost,
  () => ({
    name: "an order of unknown fate counts as nothing",
    breaks: "I3",
    journal: (records, engine) => {
      for (const record of records)
        if (record.kind === "order_advanced" && record.event.kind === "submit_outcome_unknown")
          uncount(engine, record.clientOrderId);
      return records;
    },
  }),
  () => ({
    name: "what works is forgotten by the books that orders are sized by",
    breaks: "I24",
    hear: (body, { views }) => {
      if (body.kind === "submit_answered") views.openBySymbol.clear();
      return [body];
    },
  }),
  () => ({
    name: "an acknowledgment is booked as a fill",
    breaks: "I4",
    hear: (body) =>
      body.kind === "submit_answered" && body.answer.outcome === "accepted"
        ? [body, filledAtOnce(body.answer.order)]
        : [body],
  }),
  lostFill,
  () => ({
    name: "a cancel is taken as done when the request was taken",
    breaks: "I3",
    hear: (body, engine) =>
      body.kind === "cancel_answered" && body.outcome === "accepted"
        ? [body, ...canceledAtOnce(body.venueOrderId, engine)]
        : [body],
  }),
  () => ({ name: "effects leave before their records are durable", breaks: "I1", hasty: true }),
  () => ({
    name: "recovery loses the last fill",
    breaks: "I4",
    recover: (entries) => withoutLast(entries, "fill_booked"),
  }),
  forgetfulKill,
  lateLimits,
  () => ({
    name: "a request without an answer counts as rejected",
    breaks: "I3",
    hear: (body) =>
      body.kind === "submit_answered" && body.answer.outcome === "unknown"
        ? [{ ...body, answer: { outcome: "rejected", code: "500", message: "", raw: "" } }]
        : [body],
  }),
  () => ({
    name: "client order ids begin anew after a start",
    breaks: "I2",
    boot: ({ state }) => {
      state.counters.order = 0;
    },
  }),
  () => ({
    name: "trading begins before the books were compared",
    breaks: "I14",
    journal: (records, { state }) => {
      if (records.some(({ kind }) => kind === "engine_started")) {
        state.recovered = true;
        state.trading = ACTIVE_CONTROL;
      }
      return records;
    },
  }),
  () => ({
    name: "a cut of the order stream goes unnoticed",
    breaks: "I14",
    hear: (body) => {
      const cut =
        (body.kind === "connection" && !body.up && body.channel === "order_stream") ||
        body.kind === "stream_gap";
      return cut ? [] : [body];
    },
  }),
  () => ({
    name: "a kill ends with the process",
    breaks: "I9",
    recover: (entries) => without(entries, isOfKill),
  }),
  () => ({
    name: "a lapsed lease is not looked at",
    breaks: "I13",
    writer: () => "only",
    hear: (body) =>
      body.kind === "connection" && body.channel === "account_lease" && !body.up ? [] : [body],
  }),
  () => ({
    name: "an answer that fails is proof that an order is not found",
    breaks: "I3",
    from: 148,
    hear: (body, { views }) => {
      if (body.kind !== "order_looked_up") return [body];
      const lookup = views.lookups.get(body.clientOrderId);
      if (lookup !== undefined) Object.assign(lookup, { absent: 5, firstAbsentAt: 0 });
      const fails = body.evidence.found === "unknown";
      return [fails ? { ...body, evidence: { found: "no", raw: "" } } : body];
    },
  }),
  () => ({
    name: "another holder of the lease goes unnoticed",
    breaks: "I13",
    writer: (standing) => (standing === "another" ? "only" : standing),
    hear: (body) => (body.kind === "account_taken" ? [] : [body]),
  }),
  () => ({
    name: "a cancel in which the venue got stuck is taken as done",
    breaks: "I3",
    hear: (body, engine) =>
      body.kind === "execution_report" && body.report.order.venueStatus === "pending_cancel"
        ? [body, ...canceledAtOnce(body.report.order.venueOrderId, engine)]
        : [body],
  }),
  () => ({
    name: "a hold for reports that may be missing lets new risk pass",
    breaks: "I8",
    journal: (records, { state }) => {
      if (records.some((record) => isHoldOf(record, "order_stream")))
        state.trading = ACTIVE_CONTROL;
      return records;
    },
  }),
  () => ({
    name: "critical causes are told to nobody",
    breaks: "I11",
    journal: (records) => records.filter(({ kind }) => kind !== "alert_raised"),
  }),
  () => ({
    name: "a target of nothing is a zero below zero",
    breaks: "I12",
    journal: (records) =>
      records.map((record) =>
        record.kind === "signal_generated" && record.target === 0
          ? { ...record, target: -0 }
          : record,
      ),
  }),
  () => ({
    name: "a stop at the broker is forgotten, and does not make way",
    breaks: "I25",
    from: 21,
    journal: (records, engine) => {
      for (const { clientOrderId: id, purpose } of Object.values(engine.state.orders))
        if (purpose === "protect") uncount(engine, id);
      return records;
    },
  }),
  () => ({
    name: "the ceilings of the limits are forgotten",
    breaks: "I16",
    hear: (body, { state }) => {
      if (body.kind === "command" && state.settings !== null)
        Object.assign(state, { settings: { ...state.settings, limitCeilings: NO_CEILINGS } });
      return [body];
    },
  }),
];

function isHoldOf(record: EngineRecord, source: string): boolean {
  return record.kind === "trading_held" && record.hold.source === source;
}

function repeatedPost(): Defect {
  const sent = new Map<string, Effect>();
  return {
    name: "an order without an answer is sent again",
    breaks: "I2",
    perform: (effect) => {
      if (effect.kind === "submit_order") sent.set(effect.order.intent.clientOrderId, effect);
      return [effect];
    },
    hear: (body, engine) => {
      const again = body.kind === "submit_answered" ? sent.get(body.clientOrderId) : undefined;
      if (again === undefined || body.kind !== "submit_answered") return [body];
      sent.delete(body.clientOrderId);
      if (body.answer.outcome !== "unknown") return [body];
      engine.send(again);
      return [];
    },
  };
}

function lostFill(): Defect {
  let heard = 0;
  return {
    name: "a fill is lost",
    breaks: "I6",
    hear: (body, { state }) => {
      const execution = body.kind === "execution_report" ? body.report.execution : null;
      if (execution !== null) heard += 1;
      if (execution !== null && heard % 10 === 0) state.executions[execution.executionId] ??= 1;
      return [body];
    },
  };
}

/** Half of all orders are out of its sight. */
function isForgotten(venueOrderId: string): boolean {
  return Number.parseInt(venueOrderId.slice(-1), 16) % 2 === 0;
}

/** It takes them for ended, too: one that the books know as open and a look does not show keeps a kill unproven. */
function forgetfulKill(): Defect {
  return {
    name: "a kill forgets an order",
    breaks: "I9",
    perform: (effect) => {
      const forgets =
        effect.kind === "cancel_all_orders" ||
        (effect.kind === "cancel_order" && effect.urgent && isForgotten(effect.venueOrderId));
      return forgets ? [] : [effect];
    },
    hear: (body, { state }) => {
      if (body.kind !== "venue_swept") return [body];
      for (const order of Object.values(state.orders)) {
        const { venueOrderId } = order;
        if (venueOrderId !== null && isOpen(order) && isForgotten(venueOrderId))
          Object.assign(order, { status: "canceled" });
      }
      const openOrders = body.openOrders.filter(({ venueOrderId }) => !isForgotten(venueOrderId));
      return [{ ...body, openOrders }];
    },
  };
}

function lateLimits(): Defect {
  return {
    name: "a change of limits applies ten seconds late",
    breaks: "I7",
    hear: (body, engine) => {
      const { state } = engine;
      const changes = body.kind === "command" && body.command.body.kind === "change_limits";
      const before = state.limits;
      if (!changes || before === null) return [body];
      engine.after(0, () => {
        const now = state.limits;
        state.limits = before;
        engine.after(10_000, () => {
          if (state.limits === before) state.limits = now;
        });
      });
      return [body];
    },
  };
}

function uncount({ state, views }: Afflicted, id: string): void {
  const order = state.orders[id];
  const book = order === undefined ? undefined : views.openBySymbol.get(order.symbol);
  if (order !== undefined && book?.drop(id) === true)
    updateOpenOrders(views.totals, order.symbol, book.sum);
}

function reportOf(order: VenueOrder): ExecutionReport {
  return {
    event: "other",
    venueEvent: "simulated",
    order,
    execution: null,
    reason: "",
    venueAt: order.updatedAt,
    raw: "",
  };
}

function filledAtOnce(order: VenueOrder): InputBody {
  const { quantity, pricing } = order;
  const price = pricing?.type === "limit" ? pricing.limitPrice : null;
  const report = reportOf(order);
  if (quantity === null || price === null) return { kind: "execution_report", report };
  const execution = { executionId: executionId(`of-${order.venueOrderId}`), quantity, price };
  const filled: VenueOrder = { ...order, filledQuantity: quantity, status: "filled" };
  return {
    kind: "execution_report",
    report: { ...report, event: "fill", order: filled, execution },
  };
}

function canceledAtOnce(venueOrderId: string, { state, now }: Afflicted): InputBody[] {
  const order = state.orders[state.clientIdByVenueId[venueOrderId] ?? ""];
  if (order?.venueOrderId == null) return [];
  const { clientOrderId, symbol, side, quantity, filledQuantity, pricing, timeInForce } = order;
  const canceled: VenueOrder = {
    venueOrderId: order.venueOrderId,
    clientOrderId,
    symbol,
    side,
    quantity,
    filledQuantity,
    averagePrice: null,
    pricing,
    type: pricing.type,
    timeInForce,
    extendedHours: false,
    status: "canceled",
    venueStatus: "canceled",
    replaces: null,
    replacedBy: null,
    createdAt: now,
    updatedAt: now,
  };
  return [{ kind: "execution_report", report: { ...reportOf(canceled), event: "canceled" } }];
}

function withoutLast(
  entries: readonly JournalEntry[],
  kind: EngineRecord["kind"],
): readonly JournalEntry[] {
  const last = entries.findLast(({ records }) => records.some((record) => record.kind === kind));
  return entries.map((entry) =>
    entry === last
      ? { ...entry, records: entry.records.filter((record) => record.kind !== kind) }
      : entry,
  );
}

function without(
  entries: readonly JournalEntry[],
  drops: (record: EngineRecord) => boolean,
): readonly JournalEntry[] {
  return entries.map((entry) => ({
    ...entry,
    records: entry.records.filter((record) => !drops(record)),
  }));
}

function isOfKill(record: EngineRecord): boolean {
  return (
    record.kind === "kill_requested" ||
    (record.kind === "trading_held" && record.hold.source === "kill_switch")
  );
}
