import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { formatMoney, money } from "@interlock/core/number/money";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { averageEntryPrice } from "@interlock/core/position/position";
import { price } from "@interlock/core/number/price";
import { evidenceIdOf } from "@interlock/core/reconciliation/break";
import { applyEntry } from "../../src/apply.ts";
import { initialState } from "../../src/state.ts";
import { stateHash } from "../../src/run/state-hash.ts";
import { account, bought, foreignFill, position, SPY, twice } from "../breaks.ts";
import { Rig } from "../rig.ts";

const SECOND = 1_000;
const REASON = "sold by hand in the broker's app";

/** The answer to adopting a break as it is seen now, or as it was seen. */
function adopt(rig: Rig, change: { readonly evidenceId?: string; readonly reason?: string } = {}) {
  const [found] = Object.values(rig.state.breaks);
  if (found === undefined) throw new Error("no break is open");
  const { breakId } = found;
  rig.command({
    kind: "adopt_break",
    breakId,
    evidenceId: evidenceIdOf(found),
    reason: REASON,
    ...change,
  });
  return rig.told("command_answered").at(-1);
}

function brokenPosition(shares = "7", averagePrice = "99.5") {
  const { rig, intent } = bought();
  const positions = [position(shares, averagePrice)];
  twice(rig, { positions });
  return { rig, intent, positions };
}

const held = (rig: Rig) => rig.state.portfolio.positions[SPY];
const dayNet = (rig: Rig) => {
  rig.quote("SPY", "90.00", "90.02");
  rig.pass(61 * SECOND);
  const mark = rig.told("equity_marked").at(-1)?.mark;
  if (mark === undefined) throw new Error("nothing was marked");
  return formatMoney(mark.unrealized);
};

describe("adopting a position", () => {
  test("B25 makes the venue's quantity and average price ours, with who, why, and from which evidence", () => {
    const { rig } = brokenPosition();
    const cash = rig.state.portfolio.cash;
    expect(adopt(rig)).toMatchObject({
      accepted: true,
      sentence: expect.stringContaining("49 → 7"),
    });
    expect(held(rig)?.quantity).toBe(quantity("7"));
    expect(averageEntryPrice(held(rig) ?? neverHeld())).toBe(price("99.5"));
    expect(rig.state.portfolio.cash).toBe(cash);
    expect(rig.told("break_adopted")).toMatchObject([
      {
        by: "Ada",
        reason: REASON,
        break: { breakId: "position:SPY", evidence: { venue: { raw: [expect.any(String)] } } },
        taken: { kind: "position", symbol: "SPY", holding: { quantity: quantity("7") } },
      },
    ]);
    expect(rig.told("fill_booked")).toHaveLength(1);
  });

  test("ends the break, is kept with the day's closed ones, and has the venue asked again", () => {
    const { rig, positions } = brokenPosition();
    const asked = rig.asked("request_snapshot").length;
    rig.pass(3 * SECOND);
    adopt(rig);
    expect(rig.asked("request_snapshot")).toHaveLength(asked + 1);
    expect(rig.state.breaks).toEqual({});
    expect(rig.state.closedBreaks).toMatchObject([{ by: "Ada", reason: REASON }]);
    twice(rig, { positions });
    expect(rig.state.breaks).toEqual({});
    expect(rig.views.totals.symbols[SPY]?.position).toBe(quantity("7"));
  });

  test("leaves the day's result as it was: a loss does not vanish with its shares", () => {
    const { rig, positions } = brokenPosition("7", "120");
    const before = dayNet(rig);
    rig.snapshot({ positions });
    expect(adopt(rig)?.accepted).toBe(true);
    expect(dayNet(rig)).toBe(before);
  });

  test("that is gone at the venue leaves it flat", () => {
    const { rig } = bought();
    twice(rig, { positions: [] });
    expect(adopt(rig)).toMatchObject({ accepted: true });
    expect(held(rig)?.quantity).toBe(quantity("0"));
  });

  test("that only the venue shows takes it in", () => {
    const rig = new Rig().ready();
    const positions = [position("-12", "50")];
    twice(rig, { positions });
    expect(adopt(rig)).toMatchObject({ accepted: true });
    expect(formatQuantity(held(rig)?.quantity ?? quantity("0"))).toBe("-12");
  });

  test("waits while an order of ours may still move it", () => {
    const { rig } = bought();
    rig.quote("SPY", "100.00", "100.02");
    rig.time += 61 * SECOND;
    rig.quote("SPY", "100.00", "100.02");
    const [more] = rig.wish("SPY", 0);
    if (more === undefined) throw new Error("no order");
    rig.accept(more);
    const positions = [position("7")];
    rig.snapshot({ positions });
    rig.pass(3 * SECOND);
    rig.snapshot({ positions });
    expect(adopt(rig)).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("1 of our orders in SPY"),
    });
  });

  test("folds to the same books from the journal alone", () => {
    const { rig } = brokenPosition();
    adopt(rig);
    const state = initialState();
    for (const entry of rig.entries) applyEntry(state, JSON.parse(JSON.stringify(entry)));
    expect(stateHash(state)).toBe(stateHash(rig.state));
  });
});

describe("adopting cash", () => {
  test("makes the venue's cash ours and leaves positions and the day's result", () => {
    const { rig } = bought();
    twice(rig, { account: account(rig, "42000.5") });
    expect(adopt(rig)).toMatchObject({ accepted: true });
    expect(rig.state.portfolio.cash).toBe(money("42000.5"));
    expect(held(rig)?.quantity).toBe(quantity("49"));
    expect(rig.told("charge_booked")).toEqual([]);
  });

  test("is refused when a fill has moved ours since", () => {
    const { rig, intent } = bought();
    twice(rig, { account: account(rig, "42000.5") });
    rig.fill(intent, { id: "x2", quantity: "1", price: "100.02" });
    const cash = rig.state.breaks["cash"];
    if (cash === undefined) throw new Error("no break in cash");
    rig.command({
      kind: "adopt_break",
      breakId: "cash",
      evidenceId: evidenceIdOf(cash),
      reason: REASON,
    });
    expect(rig.told("command_answered").at(-1)).toMatchObject({ accepted: false });
    expect(rig.told("break_adopted")).toEqual([]);
  });
});

test("adopting another program's execution changes no figure, and lets its symbol take risk again", () => {
  const rig = new Rig().ready();
  foreignFill(rig, "f1");
  const before = JSON.stringify(rig.state.portfolio);
  rig.snapshot();
  expect(adopt(rig)).toMatchObject({ accepted: true });
  expect(JSON.stringify(rig.state.portfolio)).toBe(before);
  expect(rig.state.breaks).toEqual({});
  foreignFill(rig, "f2");
  expect(Object.keys(rig.state.breaks)).toEqual(["external:IBM"]);
  expect(rig.state.portfolio.positions[ticker("IBM")]?.quantity).toBe(quantity("20"));
});

test("shares that our books lack are taken over during a flatten, which then closes them", () => {
  const rig = new Rig().ready();
  const positions = [position("7")];
  twice(rig, { positions });
  rig.command({ kind: "kill", mode: "flatten", reason: "a drill", includeStops: false });
  const look = () => {
    rig.pass(6 * SECOND);
    const killId = rig.state.kill?.killId ?? "";
    rig.give({ kind: "venue_swept", killId, openOrders: [], positions });
  };
  look();
  const closings = () => rig.asked("submit_order").map(({ order }) => order.intent);
  expect(closings()).toEqual([]);
  rig.snapshot({ positions });
  expect(adopt(rig)).toMatchObject({ accepted: true });
  rig.quote("SPY", "100.00", "100.02");
  look();
  expect(closings()).toMatchObject([{ side: "sell", symbol: "SPY", quantity: quantity("7") }]);
});

describe("nothing is adopted", () => {
  const refusal = (rig: Rig, change = {}) => {
    const answer = adopt(rig, change);
    expect(answer?.accepted).toBe(false);
    expect(rig.told("break_adopted")).toEqual([]);
    return answer?.sentence;
  };

  test("on evidence that is no longer the newest", () => {
    const { rig } = brokenPosition();
    const [seen] = Object.values(rig.state.breaks);
    twice(rig, { positions: [position("8")] });
    const evidenceId = seen === undefined ? "" : evidenceIdOf(seen);
    expect(refusal(rig, { evidenceId })).toContain("venue 8 shares");
  });

  test("of a position in which something was booked since the comparison, even where our side is as it was", () => {
    const rig = new Rig().ready();
    const positions = [position("7")];
    twice(rig, { positions });
    foreignFill(rig, "f1", { symbol: "SPY" });
    foreignFill(rig, "f2", { symbol: "SPY", side: "sell" });
    expect(refusal(rig)).toContain("wait for the next comparison");
    rig.snapshot({ positions });
    expect(adopt(rig)).toMatchObject({ accepted: true });
  });

  test("of cash when anything was booked since the comparison, even where our side is as it was", () => {
    const rig = new Rig().ready();
    twice(rig, { account: account(rig, "99000") });
    const before = rig.state.portfolio.cash;
    foreignFill(rig, "f1", { symbol: "SPY" });
    foreignFill(rig, "f2", { symbol: "SPY", side: "sell" });
    expect(rig.state.portfolio.cash).toBe(before);
    expect(refusal(rig)).toContain("wait for the next comparison");
  });

  test("without a reason that says something", () => {
    const { rig } = brokenPosition();
    expect(refusal(rig, { reason: "  because " })).toContain("10 characters");
  });

  test("of cash while a kill is not proven, for what it closes moves it; after its proof it is", () => {
    const rig = new Rig().ready();
    const broken = { account: account(rig, "99000") };
    twice(rig, broken);
    const terms = { mode: "cancel" as const, reason: "a drill", includeStops: false };
    rig.command({ kind: "kill", ...terms });
    expect(refusal(rig)).toContain("kill is under way");
    for (let looks = 0; looks < 3; looks += 1) {
      rig.pass(2 * SECOND);
      const killId = rig.state.kill?.killId ?? "";
      rig.give({ kind: "venue_swept", killId, openOrders: [], positions: [] });
    }
    rig.snapshot(broken);
    expect(adopt(rig)).toMatchObject({ accepted: true });
  });

  test("while the order stream is away, nor before a comparison that was asked for afterwards", () => {
    const { rig, positions } = brokenPosition();
    const stream = (up: boolean) =>
      rig.give({ kind: "connection", channel: "order_stream", up, reason: "cut" });
    stream(false);
    expect(refusal(rig)).toContain("Nothing is taken over while");
    rig.time += SECOND;
    stream(true);
    expect(refusal(rig)).toContain("Nothing is taken over while");
    rig.pass(3 * SECOND);
    rig.snapshot({ positions });
    expect(adopt(rig)).toMatchObject({ accepted: true });
  });

  test("from an answer that is older than two comparisons", () => {
    const { rig } = brokenPosition();
    rig.time += 61 * SECOND;
    expect(refusal(rig)).toContain("too old");
  });

  test("of an order that does not fit: it closes by the venue's evidence", () => {
    const { rig, intent } = bought();
    rig.fill(intent, { id: "x2", quantity: "1", price: "100.02" });
    expect(refusal(rig)).toContain("closes by itself");
  });

  test("twice: the same command again gets its first answer and does nothing", () => {
    const { rig } = brokenPosition();
    const [found] = Object.values(rig.state.breaks);
    const { breakId, evidenceId } = {
      breakId: found?.breakId ?? "",
      evidenceId: found === undefined ? "" : evidenceIdOf(found),
    };
    const body = { kind: "adopt_break" as const, breakId, evidenceId, reason: REASON };
    rig.command(body, "same");
    rig.command(body, "same");
    expect(rig.told("break_adopted")).toHaveLength(1);
    rig.command(body, "other");
    expect(rig.told("command_answered").at(-1)).toMatchObject({
      accepted: false,
      sentence: "No break position:SPY is open: it has ended meanwhile.",
    });
  });
});

function neverHeld(): never {
  throw new Error("SPY was never held");
}
