import type { KillParts, KillPreview, KillView } from "@interlock/api/view/kill-view";
import { isWithin, type KillScope, scopeKey, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { removesStops } from "@interlock/core/kill/kill-terms";
import { protectiveStops } from "@interlock/core/kill/protective-stops";
import { sessionAt } from "@interlock/core/market/calendar";
import { countOf } from "@interlock/core/number/count-of";
import {
  formatDollars,
  formatMoney,
  addMoney,
  type Money,
  moneyFromUnits,
  moneyUnits,
  notional,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import { absoluteQuantity, quantityUnits } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { Position } from "@interlock/core/position/position";
import type { UnixMs } from "@interlock/core/time";
import { scopeOfKill } from "../../../kill-in-force.ts";
import { stageMs } from "@interlock/core/kill/kill-receipt";
import type { KillState } from "../../../records/kill-record.ts";
import { countdownOf, drillsOf, receiptOf } from "./kill-receipt-section.ts";
import type { EdgeBook } from "../../follow/edge-book.ts";

/** Returns the kill under way or the last one; null when there never was one. */
export function killSection(book: EdgeBook): KillView | null {
  const { kill, trading } = book.state;
  if (kill === null) return null;
  const held = trading.holds.some((hold) => hold.source === "kill_switch");
  return killView(kill, held, progressOf(book, kill));
}

/** Returns the kills of parts of the account that hold now, what there is to kill by itself, and the drills. */
export function killParts(book: EdgeBook): KillParts {
  const { state } = book;
  const { strategies, symbols } = state.scopeKills;
  const kills = [...Object.values(strategies), ...Object.values(symbols)];
  return {
    kills: kills.map((kill) => killView(kill, true, progressOf(book, kill))),
    strategies: (state.settings?.strategies ?? []).map(({ id }) => id),
    symbols: [...(state.settings?.symbols ?? [])],
    drills: drillsOf(state),
  };
}

interface KillProgress {
  readonly canceling: number;
  readonly cancelsRequested: number;
  /** Positions that closing orders were sent for, and those of them that are closed. */
  readonly closes: Pick<KillView["closes"], "requested" | "filled">;
  readonly gateClosedMs: number | null;
}

/** What the book shows of a kill. Protective stops that stay are neither canceled nor waited for. */
function progressOf(book: EdgeBook, kill: KillState): KillProgress {
  const stay = removesStops(kill) ? NONE : stopsOf(book);
  const scope = scopeOfKill(kill);
  const targets = openOrders(book, scope).filter(
    (order) => order.purpose !== "flatten" && !stay.has(order.venueOrderId ?? ""),
  );
  const own = Object.values(book.state.orders).filter(
    (order) => isWithin(order, scope) && canceledBy(kill, order),
  );
  return {
    canceling: targets.length,
    // A cancel may be confirmed before the venue is first looked at, and then no look ever counts it. The receipt names
    // every order that was asked about, whoever placed it.
    cancelsRequested: Math.max(kill.cancelsRequested, own.length, kill.receipt?.orders.length ?? 0),
    closes: closesOf(book, kill),
    gateClosedMs: gateMsOf(book, kill),
  };
}

/** As the receipt has it, so that a kill has one time; where it has none yet, as who asked through this edge met it. */
function gateMsOf({ killGate }: EdgeBook, { scope, receipt }: KillState): number | null {
  const kept = receipt === undefined ? null : stageMs(receipt, "gate_closed");
  return kept ?? (scope === undefined ? killGate.tookMs : null);
}

const NONE: ReadonlySet<string> = new Set();

/** Venue ids of the orders that protect what is held: our stop-losses, and stops of anybody's. */
function stopsOf(book: EdgeBook): ReadonlySet<string> {
  const open = openOrders(book).map((order) => ({ ...order, type: order.pricing.type }));
  const byType = protectiveStops(open, Object.values(book.state.portfolio.positions));
  const ours = open.filter(({ purpose }) => purpose === "stop_loss");
  return new Set([...byType, ...ours].map(({ venueOrderId }) => venueOrderId ?? ""));
}

/**
 * A position is closed when the latest closing order of each strategy's part of it is filled whole: an order that was
 * canceled to be placed again closes nothing, and one that filled in part leaves the rest to the next.
 */
function closesOf(book: EdgeBook, kill: KillState): KillProgress["closes"] {
  const latest = new Map<string, Order>();
  for (const order of Object.values(book.state.orders)) {
    if (order.purpose !== "flatten" || !isOf(kill, order.createdAt)) continue;
    if (!isWithin(order, scopeOfKill(kill))) continue;
    latest.set(`${order.symbol} ${order.strategyId ?? ""}`, order);
  }
  const asked = [...latest.values()];
  const unfilled = asked.filter(
    ({ filledQuantity, quantity }) => quantityUnits(filledQuantity) < quantityUnits(quantity),
  );
  const symbols = new Set(asked.map(({ symbol }) => symbol));
  const open = new Set(unfilled.map(({ symbol }) => symbol));
  return { requested: symbols.size, filled: symbols.size - open.size };
}

/** Tells whether something happened while a kill was under way. */
function isOf({ requestedAt, provenAt }: KillState, at: UnixMs): boolean {
  return at >= requestedAt && (provenAt === null || at <= provenAt);
}

/** Tells whether an order of ours was asked to be canceled while the kill was under way. */
function canceledBy(kill: KillState, order: Order): boolean {
  const at = order.cancelRequestedAt;
  if (kill.mode === "halt" || at === null || order.purpose === "flatten") return false;
  return isOf(kill, at);
}

function killView(kill: KillState, held: boolean, progress: KillProgress): KillView {
  const { closes, canceling, cancelsRequested, gateClosedMs } = progress;
  return {
    killId: kill.killId,
    mode: kill.mode,
    ...(kill.scope === undefined ? {} : { scope: scopeKey(kill.scope) }),
    ...(kill.drill === true ? { drill: true } : {}),
    stage: held ? kill.stage : "resumed",
    by: kill.by,
    via: viaOf(kill.via),
    reason: kill.reason,
    ...(kill.raised === undefined ? {} : { raised: kill.raised }),
    requestedAt: kill.requestedAt,
    gateClosedAt: kill.requestedAt,
    provenAt: kill.provenAt,
    gateClosedMs,
    cancels: {
      requested: cancelsRequested,
      confirmed: Math.max(0, cancelsRequested - canceling),
      pending: kill.mode === "halt" ? 0 : canceling,
    },
    closes: {
      ...closes,
      // What the venue shows to be flat is not waited for, whoever closed it.
      pending: kill.stage === "proven" ? 0 : closes.requested - closes.filled,
      queued: kill.stage === "residual" ? kill.residual.length : 0,
    },
    ...shownByVenue(kill),
    cleanSweeps: kill.cleanSweeps,
    residual: [...kill.residual],
    ...receiptOf(kill),
    ...(held ? countdownOf(kill, canceling) : {}),
  };
}

/** What the venue shows. Before the first look at it nobody knows: that is no zero. */
function shownByVenue(kill: KillState): Pick<KillView, "venueOpenOrders" | "venuePositions"> {
  const looked = kill.stage !== "gate_closed" || kill.cleanSweeps > 0;
  return {
    venueOpenOrders: looked && kill.mode !== "halt" ? kill.venueOpenOrders : null,
    venuePositions: looked && kill.mode === "flatten" ? kill.venuePositions : null,
  };
}

function viaOf(via: string): KillView["via"] {
  return via === "console" || via === "cli" || via === "watchdog" || via === "plain"
    ? via
    : "engine";
}

/** Returns what a kill would do now, by the venue's time. */
export function killPreview(
  book: EdgeBook,
  now: UnixMs,
  scope: KillScope = WHOLE_ACCOUNT,
): KillPreview {
  const open = openOrders(book, scope);
  const held = heldWithin(book, scope);
  const protecting = stopsOf(book);
  const stops = open.filter(({ venueOrderId }) => protecting.has(venueOrderId ?? "")).length;
  const grossExposure = grossOf(book, held, scope);
  const session = sessionAt(now);
  const closed =
    session === "closed" || session === "overnight"
      ? " The market is closed: positions can be closed at the next open."
      : "";
  return {
    openOrders: open.length,
    positions: held.length,
    grossExposure: formatMoney(grossExposure),
    protectiveStops: stops,
    session,
    sentence:
      `${countOf(open.length, "open order")}, ${countOf(held.length, "position")} worth ${formatDollars(toCents(grossExposure))}; ` +
      `${stopsText(stops)}${closed}`,
  };
}

/** The preview is one for all modes: what becomes of stops is said by mode. */
function stopsText(stops: number): string {
  if (stops === 0) return "no protective stop.";
  const [stay, them] = stops === 1 ? ["stays", "it"] : ["stay", "them"];
  return `${countOf(stops, "protective stop")} ${stay} under Halt new, and under Cancel all unless included; Flatten cancels ${them}.`;
}

type Held = Pick<Position, "symbol" | "quantity">;

/** What is held within a scope; of a strategy its own shares. */
function heldWithin({ state: { portfolio } }: EdgeBook, scope: KillScope): readonly Held[] {
  const book: Readonly<Record<string, Held>> =
    scope.kind === "strategy"
      ? (portfolio.byStrategy[scope.strategyId] ?? {})
      : portfolio.positions;
  return Object.values(book).filter(
    ({ symbol, quantity }) =>
      quantityUnits(quantity) !== 0 && (scope.kind !== "symbol" || symbol === scope.symbol),
  );
}

/** Worst-case exposure of everything; of a part of the account what it holds, by the latest prices. */
function grossOf({ views }: EdgeBook, held: readonly Held[], scope: KillScope): Money {
  if (scope.kind === "all") return views.totals.grossExposure;
  let gross = ZERO_MONEY;
  for (const { symbol, quantity } of held) {
    const reference = views.totals.symbols[symbol]?.referencePrice ?? null;
    if (reference !== null)
      gross = addMoney(gross, notional(reference, absoluteQuantity(quantity)));
  }
  return gross;
}

const UNITS_PER_CENT = 10_000;

/** Shares times prices have parts of cents; beside a figure in cents they would look like another sum. */
function toCents(amount: Money): Money {
  return moneyFromUnits(Math.round(moneyUnits(amount) / UNITS_PER_CENT) * UNITS_PER_CENT);
}

/** What is open on the account: our orders, and those of others, which a kill cancels too. */
function openOrders(book: EdgeBook, scope: KillScope = WHOLE_ACCOUNT): Order[] {
  const { orders, external } = book.state;
  const all = [...Object.values(orders), ...Object.values(external)];
  return all.filter((order) => isOpen(order) && isWithin(order, scope));
}
