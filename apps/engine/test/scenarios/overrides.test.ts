import { ticker } from "@interlock/core/ids";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { MINUTE_MS } from "@interlock/core/time";
import { describe, expect, test } from "vitest";
import { applyEntry } from "../../src/apply.ts";
import type { CommandBody } from "../../src/operator/operator-command.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";
import { emptyViews } from "../../src/views.ts";
import { changeLimits, refused } from "../denied-rig.ts";
import { Rig } from "../rig.ts";

const REASON = "a block that the desk has agreed";
const SPY = ticker("SPY");

/** A rig in which an order was denied, with an override of it granted. */
function granted(values?: Record<string, string>) {
  const { rig, intent } = refused(values);
  expect(grant(rig, intent)).toMatchObject({ accepted: true });
  const overrideId = rig.told("override_granted").at(-1)?.grant.overrideId ?? "";
  return { rig, intent, overrideId };
}

function grant(rig: Rig, { clientOrderId }: OrderIntent, reason = REASON) {
  rig.command({ kind: "grant_override", clientOrderId, reason });
  return rig.asked("answer_command").at(-1);
}

type Use = Extract<CommandBody, { readonly kind: "use_override" }>;

function useOf(overrideId: string, { symbol, side, quantity, pricing }: OrderIntent): Use {
  const limitPrice = pricing.type === "limit" ? formatPrice(pricing.limitPrice) : null;
  const terms = { symbol, side, quantity: formatQuantity(quantity), limitPrice };
  return { kind: "use_override", overrideId, ...terms };
}

function use(rig: Rig, body: Use) {
  const { records } = rig.command(body);
  return { records, answer: rig.asked("answer_command").at(-1) };
}

const standing = (rig: Rig) => rig.state.overrides.overrides.at(-1)?.standing.kind;
const sent = (rig: Rig) => rig.asked("submit_order").length;
const alarms = (rig: Rig) =>
  rig
    .told("alert_raised")
    .flatMap(({ severity, sentence }) => (severity === "critical" ? [sentence] : []));

describe("R16 an override of one denied order", () => {
  test("R16 sends exactly that order once, and its approval says by which override and by whom", () => {
    const { rig, intent, overrideId } = granted();
    const { records, answer } = use(rig, useOf(overrideId, intent));
    expect(answer).toMatchObject({ accepted: true, sentence: expect.stringContaining("used up") });
    const approved = records.find((record) => record.kind === "order_approved");
    expect(approved).toMatchObject({
      override: { overrideId, by: "Ada", role: "owner", fourEyes: false },
      intent: {
        symbol: SPY,
        quantity: intent.quantity,
        purpose: "signal",
        signalId: intent.signalId,
      },
    });
    expect(approved?.intent.clientOrderId).not.toBe(intent.clientOrderId);
    expect(sent(rig)).toBe(1);
    expect(rig.state.overrides.overrides.at(-1)?.standing).toMatchObject({
      kind: "used",
      by: "Ada",
      clientOrderId: approved?.intent.clientOrderId,
    });
  });

  test("R16 used again sends nothing, and a critical alert names who tried", () => {
    const { rig, intent, overrideId } = granted();
    use(rig, useOf(overrideId, intent));
    const { answer } = use(rig, useOf(overrideId, intent));
    expect(answer).toMatchObject({ accepted: false, sentence: expect.stringContaining("once") });
    expect(sent(rig)).toBe(1);
    expect(alarms(rig)).toEqual([
      expect.stringMatching(/^Ada \(owner\) tried to use .*used already/),
    ]);
    expect(rig.told("override_refused")).toMatchObject([{ fault: "used", byId: "u1" }]);
  });

  test("R16 asked for twice with one command id is answered twice and sent once", () => {
    const { rig, intent, overrideId } = granted();
    rig.command(useOf(overrideId, intent), "one");
    rig.command(useOf(overrideId, intent), "one");
    expect(sent(rig)).toBe(1);
    expect(rig.told("override_refused")).toEqual([]);
  });

  test.each([
    ["symbol", { symbol: "IBM" }, "symbol IBM instead of SPY"],
    ["side", { side: "sell" as const }, "side sell instead of buy"],
    ["quantity", { quantity: "12" }, "quantity 12 instead of"],
    ["price", { limitPrice: "101.00" }, "price 101.00 instead of"],
    ["price, as none", { limitPrice: null }, "price at market instead of"],
  ])(
    "R16 with another %s sends nothing, says what was altered, and stays unused",
    (_, altered, says) => {
      const { rig, intent, overrideId } = granted();
      const { answer } = use(rig, { ...useOf(overrideId, intent), ...altered });
      expect(answer).toMatchObject({ accepted: false, sentence: expect.stringContaining(says) });
      expect(alarms(rig)).toEqual([expect.stringContaining(says)]);
      expect(sent(rig)).toBe(0);
      expect(use(rig, useOf(overrideId, intent)).answer).toMatchObject({ accepted: true });
    },
  );

  test("R16 is over five minutes after the grant, by the venue's clock", () => {
    const { rig, intent, overrideId } = granted();
    rig.time += 5 * MINUTE_MS;
    rig.quote("SPY", "100.00", "100.02");
    const { answer } = use(rig, useOf(overrideId, intent));
    expect(answer).toMatchObject({ accepted: false, sentence: expect.stringContaining("expired") });
    expect(alarms(rig)).toEqual([expect.stringContaining("Ada (owner)")]);
    expect(sent(rig)).toBe(0);
  });

  test("R16 that nobody granted is refused with a critical alert", () => {
    const { rig, intent } = refused();
    expect(use(rig, useOf("ov-made-up", intent)).answer).toMatchObject({ accepted: false });
    expect(alarms(rig)).toEqual([expect.stringContaining("ov-made-up")]);
  });

  test("R16 denied by another check at that moment is not spent, and not overridden a second time", () => {
    const { rig, intent, overrideId } = granted();
    rig.time += MINUTE_MS;
    const { answer, records } = use(rig, useOf(overrideId, intent));
    expect(answer).toMatchObject({
      accepted: false,
      sentence: expect.stringMatching(/The last quote is .* is unused and stands until/),
    });
    const denied = records.find((record) => record.kind === "order_denied");
    expect(denied).toMatchObject({ overrideId, denials: [{ code: "quote_age" }] });
    expect(standing(rig)).toBe("open");
    if (denied !== undefined) expect(grant(rig, denied.intent)).toMatchObject({ accepted: false });
    rig.quote("SPY", "100.00", "100.02");
    expect(use(rig, useOf(overrideId, intent)).answer).toMatchObject({ accepted: true });
  });

  test("R16 lifts no line that the order was not denied for", () => {
    const { rig, intent, overrideId } = granted();
    rig.quote("SPY", "97.00", "97.02");
    const { answer, records } = use(rig, useOf(overrideId, intent));
    expect(answer).toMatchObject({ accepted: false });
    const denied = records.find((record) => record.kind === "order_denied");
    expect(denied).toMatchObject({ denials: [{ code: "price_collar" }] });
    expect(standing(rig)).toBe("open");
  });

  test("R16 leaves the limits in force for every other order", () => {
    const { rig, intent, overrideId } = granted();
    expect(use(rig, useOf(overrideId, intent)).answer).toMatchObject({ accepted: true });
    rig.quote("IBM", "100.00", "100.02");
    rig.wish("IBM", 1);
    expect(rig.told("order_denied").at(-1)).toMatchObject({
      denials: [{ code: "order_quantity" }],
    });
  });
});

describe("R16 what ends an override", () => {
  test.each([
    [
      "a kill",
      (rig: Rig) =>
        rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false }),
    ],
    [
      "a kill of its symbol",
      (rig: Rig) =>
        rig.command({
          kind: "kill",
          mode: "halt",
          reason: "drill",
          includeStops: false,
          scope: { kind: "symbol", symbol: SPY },
        }),
    ],
    ["a change of the limits", (rig: Rig) => changeLimits(rig, { maxOpenOrders: "19" })],
  ])("R16 %s voids it on record, and a use is refused", (_, happens) => {
    const { rig, intent, overrideId } = granted();
    happens(rig);
    expect(rig.told("overrides_voided")).toMatchObject([{ overrideIds: [overrideId] }]);
    expect(use(rig, useOf(overrideId, intent)).answer).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("is void"),
    });
    expect(sent(rig)).toBe(0);
  });

  test("R16 a restart voids it, also one that goes on from a snapshot", () => {
    const { rig, intent, overrideId } = granted();
    Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
    rig.views = emptyViews();
    rig.ready();
    expect(standing(rig)).toBe("void");
    rig.quote("SPY", "100.00", "100.02");
    expect(use(rig, useOf(overrideId, intent)).answer).toMatchObject({ accepted: false });
    expect(sent(rig)).toBe(0);
  });

  test("R16 a crash right after the approval leaves it used: the journal has both in one entry", () => {
    const { rig, intent, overrideId } = granted();
    use(rig, useOf(overrideId, intent));
    const holding = rig.entries.filter(({ records }) =>
      records.some((record) => record.kind === "order_approved" && record.override !== undefined),
    );
    expect(holding).toHaveLength(1);
    const state = initialState();
    for (const entry of rig.entries) applyEntry(state, JSON.parse(JSON.stringify(entry)));
    expect(state.overrides).toEqual(rig.state.overrides);
    Object.assign(rig.state, state);
    rig.views = emptyViews();
    rig.ready();
    expect(use(rig, useOf(overrideId, intent)).answer).toMatchObject({ accepted: false });
    expect(rig.told("override_refused").at(-1)).toMatchObject({ fault: "used" });
    expect(sent(rig)).toBe(1);
  });

  test("R16 a crash right before the approval was durable leaves it void, with nothing sent", () => {
    const { rig, intent, overrideId } = granted();
    const durable = rig.entries.length;
    use(rig, useOf(overrideId, intent));
    const state = initialState();
    for (const entry of rig.entries.slice(0, durable))
      applyEntry(state, JSON.parse(JSON.stringify(entry)));
    expect(state.overrides.overrides.at(-1)?.standing.kind).toBe("open");
    const after = new Rig();
    Object.assign(after.state, state);
    after.time = rig.time;
    after.ready();
    expect(standing(after)).toBe("void");
    after.command(useOf(overrideId, intent), "after the crash");
    expect(after.told("override_refused")).toMatchObject([{ fault: "void" }]);
    expect(sent(after)).toBe(0);
  });
});

describe("R16 what is not granted", () => {
  test("R16 without a reason, for an order that nobody denied, or five minutes later", () => {
    const { rig, intent } = refused();
    expect(grant(rig, intent, "because")?.sentence).toContain("at least 10 characters");
    expect(grant(rig, { ...intent, clientOrderId: "il-made-up" as never })?.sentence).toContain(
      "denied anew",
    );
    rig.time += 5 * MINUTE_MS;
    expect(grant(rig, intent)).toMatchObject({ accepted: false });
    expect(rig.told("override_granted")).toEqual([]);
  });

  test("R16 where a denial may not be lifted, which is named with why", () => {
    const { rig } = refused();
    rig.time += MINUTE_MS;
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    changeLimits(rig, { restricted: "SPY" });
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    const intent = rig.told("order_denied").at(-1)?.intent;
    if (intent === undefined) throw new Error("nothing was denied");
    expect(grant(rig, intent)).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("Nobody may lift restricted_symbol (a list is changed"),
    });
  });

  test("R16 beyond a ceiling, which is named with its figure", () => {
    const { rig, intent } = refused();
    const settings = rig.state.settings;
    if (settings === null) throw new Error("no settings");
    const maxOrderQuantity = rig.state.limits?.values.maxOrderQuantity ?? intent.quantity;
    rig.state.settings = {
      ...settings,
      limitCeilings: { ...settings.limitCeilings, maxOrderQuantity },
    };
    expect(grant(rig, intent)).toMatchObject({
      accepted: false,
      sentence: expect.stringMatching(/beyond a ceiling.*the limit is 10 shares/),
    });
  });

  test("R16 a second time for the same order, and while trading is halted", () => {
    const { rig, intent } = granted();
    expect(grant(rig, intent)?.sentence).toContain("exists");
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    expect(grant(rig, intent)?.sentence).toContain("Trading is halted");
  });

  test("R16 a position beyond its ceiling at the moment of use is denied, however small the order", () => {
    const { rig, intent, overrideId } = granted({
      maxPositionQuantity: "30",
      maxOrderQuantity: "30",
    });
    const settings = rig.state.settings;
    if (settings === null) throw new Error("no settings");
    const low = rig.state.limits?.values.maxPositionQuantity ?? intent.quantity;
    const limitCeilings = { ...settings.limitCeilings, maxPositionQuantity: low };
    rig.state.settings = { ...settings, limitCeilings };
    expect(use(rig, useOf(overrideId, intent)).answer).toMatchObject({ accepted: false });
    expect(rig.told("order_denied").at(-1)?.denials).toMatchObject([{ code: "position_quantity" }]);
    expect(sent(rig)).toBe(0);
  });
});
