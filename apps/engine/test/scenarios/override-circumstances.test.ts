import { money } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity, shares } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { claimOverride } from "@interlock/core/risk/override/claim-override";
import { type OneShotOverride, restatedOf } from "@interlock/core/risk/override/override";
import { describe, expect, test } from "vitest";
import { Decision } from "../../src/decision.ts";
import type { CommandBody } from "../../src/operator/operator-command.ts";
import { decideOrders } from "../../src/risk/decide-orders.ts";
import { overrideOffer } from "../../src/edge/view/overrides-section.ts";
import { bought, SPY } from "../breaks.ts";
import { changeLimits, deniedLast, refused } from "../denied-rig.ts";
import { canceled, ended, guarded, sent } from "../guarded-rig.ts";
import { Rig } from "../rig.ts";

const REASON = "a block that the desk has agreed";

function grant(rig: Rig, { clientOrderId }: OrderIntent) {
  rig.command({ kind: "grant_override", clientOrderId, reason: REASON });
  return rig.asked("answer_command").at(-1);
}

function use(rig: Rig, { symbol, side, quantity, pricing }: OrderIntent) {
  const overrideId = rig.told("override_granted").at(-1)?.grant.overrideId ?? "";
  const limitPrice = pricing.type === "limit" ? formatPrice(pricing.limitPrice) : null;
  const terms = { overrideId, symbol, side, quantity: formatQuantity(quantity), limitPrice };
  const body: CommandBody = { kind: "use_override", ...terms };
  rig.command(body);
  return rig.asked("answer_command").at(-1);
}

function granted(): { rig: Rig; intent: OrderIntent } {
  const { rig, intent } = refused();
  expect(grant(rig, intent)).toMatchObject({ accepted: true });
  return { rig, intent };
}

const REPLACED = "what crossover asked for in SPY then has been replaced";
const standing = (rig: Rig) => rig.state.overrides.overrides.at(-1)?.standing.kind;

describe("R16 an override whose strategy has moved on", () => {
  test.each([0, 1])(
    "R16 is void once the strategy asks anew, for %d, and leaves it on",
    (target) => {
      const { rig, intent } = granted();
      rig.time += 2_000;
      rig.quote("SPY", "100.00", "100.02");
      rig.wish("SPY", target);
      const before = sent(rig).length;
      const answer = use(rig, intent);
      expect(answer).toMatchObject({ accepted: false });
      expect(answer?.sentence).toContain(REPLACED);
      expect(sent(rig)).toHaveLength(before);
      expect(rig.told("overrides_voided")).toMatchObject([{ why: REPLACED }]);
      expect(rig.told("strategy_disabled")).toEqual([]);
      expect(standing(rig)).toBe("void");
    },
  );

  test("R16 stays while the strategy asks in other symbols", () => {
    const { rig, intent } = granted();
    rig.quote("IBM", "100.00", "100.02");
    rig.wish("IBM", 1);
    expect(use(rig, intent)).toMatchObject({ accepted: true });
  });

  test("R16 is not granted for what the strategy has replaced, and is not offered", () => {
    const { rig, intent } = granted();
    rig.time += 2_000;
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    rig.quote("SPY", "100.00", "100.02");
    const answer = grant(rig, intent);
    expect(answer).toMatchObject({ accepted: false });
    expect(answer?.sentence).toContain(REPLACED);
    const old = overrideOffer(rig.state, intent.clientOrderId, rig.time);
    expect(old).toMatchObject({ override: { standing: "void" } });
    expect(old.obstacle).toContain(REPLACED);
    const newest = deniedLast(rig);
    expect(overrideOffer(rig.state, newest.clientOrderId, rig.time).obstacle).toBe("");
    expect(grant(rig, newest)).toMatchObject({ accepted: true });
  });

  test("R16 is neither granted nor used for a strategy that is turned off", () => {
    const { rig, intent } = granted();
    const id = intent.strategyId ?? "";
    const strategy = rig.state.strategies[id];
    if (strategy === undefined) throw new Error("no strategy");
    strategy.disabledBecause = "it failed";
    expect(use(rig, intent)?.sentence).toContain("is disabled. Enable it first.");
    expect(standing(rig)).toBe("open");
    strategy.disabledBecause = "";
    rig.time += 2_000;
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    strategy.disabledBecause = "it failed";
    expect(grant(rig, deniedLast(rig))?.sentence).toContain("is disabled");
  });
});

describe("R16 an override beside a stop at the broker", () => {
  test("R16 sends nothing beside the stop: it makes way, and the override is used once it is gone", () => {
    const { rig, stop } = guarded();
    rig.pass(61_000);
    changeLimits(rig, { maxPositionQuantity: "60", maxOrderQuantity: "60" });
    Object.assign(rig.state.settings?.strategies[0] ?? {}, { allocation: money("10000") });
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    expect(rig.told("order_denied").at(-1)?.denials).toMatchObject([{ code: "position_quantity" }]);
    const intent = deniedLast(rig);
    expect(grant(rig, intent)).toMatchObject({ accepted: true });
    expect(canceled(rig)).toEqual([]);
    const before = sent(rig).length;
    expect(use(rig, intent)?.sentence).toContain("use it again in a few seconds");
    expect(canceled(rig)).toEqual([`v-${stop.clientOrderId}`]);
    expect(sent(rig)).toHaveLength(before);
    ended(rig, stop);
    rig.quote("SPY", "100.00", "100.02");
    expect(use(rig, intent)).toMatchObject({ accepted: true });
    expect(sent(rig).at(-1)).toMatchObject({ side: "buy", purpose: "signal" });
    expect(standing(rig)).toBe("used");
  });
});

/** Fills an order that was sent, whole. */
function fillLast(rig: Rig, price: string): void {
  const order = sent(rig).at(-1);
  if (order === undefined) throw new Error("nothing was sent");
  rig.accept(order);
  const quantity = formatQuantity(order.quantity);
  rig.fill(order, { id: `x-${order.clientOrderId}`, quantity, price });
}

/** The exit of a strategy that holds 49 SPY, long or short, denied for its price alone. */
function deniedExit(side: "long" | "short"): { rig: Rig; intent: OrderIntent } {
  const rig = side === "long" ? bought().rig : new Rig().ready();
  if (side === "short") {
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", -1);
    fillLast(rig, "100.00");
  }
  changeLimits(rig, { priceCollarBps: "20" });
  rig.time += 61_000;
  rig.quote("SPY", "99.70", "100.30");
  rig.wish("SPY", 0);
  const denials = rig.told("order_denied").at(-1)?.denials;
  expect(denials).toMatchObject([{ code: "price_collar" }]);
  rig.quote("SPY", "100.00", "100.02");
  return { rig, intent: deniedLast(rig) };
}

function closeByHand(rig: Rig, percent: number): void {
  rig.command({ kind: "close_position", symbol: SPY, percent });
  fillLast(rig, "100.00");
  rig.time += 61_000;
  rig.quote("SPY", "100.00", "100.02");
}

const CLOSED_NOW = /closed .* when it was denied, and now .* can be closed: .* asked for anew/;

describe("R16 an override of an exit", () => {
  test.each(["long", "short"] as const)("R16 closes what a %s strategy still holds", (side) => {
    const { rig, intent } = deniedExit(side);
    expect(grant(rig, intent)).toMatchObject({ accepted: true });
    expect(use(rig, intent)).toMatchObject({ accepted: true });
    expect(rig.asked("submit_order").at(-1)?.order.reducing).toBe(true);
  });

  test.each([
    ["long", 100],
    ["short", 100],
    ["long", 50],
    ["short", 50],
  ] as const)(
    "R16 opens nothing once a person closed a %s position, %d percent of it",
    (side, percent) => {
      const { rig, intent } = deniedExit(side);
      grant(rig, intent);
      closeByHand(rig, percent);
      const before = sent(rig).length;
      const answer = use(rig, intent);
      expect(answer).toMatchObject({ accepted: false });
      expect(sent(rig)).toHaveLength(before);
      expect(answer?.sentence).toMatch(CLOSED_NOW);
    },
  );

  test("R16 is not granted once the position was closed by hand", () => {
    const { rig, intent } = deniedExit("long");
    closeByHand(rig, 100);
    const answer = grant(rig, intent);
    expect(answer).toMatchObject({ accepted: false });
    expect(answer?.sentence).toMatch(CLOSED_NOW);
  });

  test("R16 closes no shares that a person's order is closing already", () => {
    const { rig, intent } = deniedExit("long");
    grant(rig, intent);
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    const before = sent(rig).length;
    expect(use(rig, intent)).toMatchObject({ accepted: false });
    expect(sent(rig)).toHaveLength(before);
  });
});

test("R16 an override that is used while a kill closes something leaves nothing of that unsent", () => {
  const { rig } = bought();
  changeLimits(rig, { maxOrderQuantity: "10" });
  rig.quote("IBM", "100.00", "100.02");
  rig.wish("IBM", 1);
  const intent = deniedLast(rig);
  expect(grant(rig, intent)).toMatchObject({ accepted: true });
  const decision = new Decision(rig.state, rig.views, rig.time);
  const closing = { symbol: SPY, quantity: shares(1), purpose: "flatten" as const };
  const override = claimed(rig, intent);
  const outcome = decideOrders(decision, { signals: [], closings: [closing], override });
  expect(outcome).toMatchObject({ sent: 1, override: null });
  expect(approved(decision)).toEqual([
    ["SPY", "flatten"],
    ["IBM", "signal"],
  ]);
});

function claimed(rig: Rig, intent: OrderIntent): OneShotOverride {
  const { overrides, limits, settings } = rig.state;
  const overrideId = rig.told("override_granted").at(-1)?.grant.overrideId ?? "";
  if (limits === null || settings === null) throw new Error("no limits");
  const by = { by: "Ada", byId: "u1", role: "owner" };
  const restated = restatedOf(intent);
  const terms = { limitVersion: limits.version, ceilings: settings.limitCeilings };
  const found = claimOverride(overrides, { overrideId, restated, by, ...terms }, rig.time);
  if (!found.ok) throw new Error(found.sentence);
  return found.override;
}

const approved = ({ records }: Decision) =>
  records.flatMap((record) =>
    record.kind === "order_approved" ? [[record.intent.symbol, record.intent.purpose]] : [],
  );
