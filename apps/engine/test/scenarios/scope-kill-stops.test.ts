import { strategyId, ticker } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { describe, expect, test } from "vitest";
import { coverOf } from "../../src/risk/watch-protection.ts";
import {
  fillWhole as fill,
  killPart,
  lastClosing,
  look,
  orderOf as order,
  position,
} from "../kill-rig.ts";
import { Rig, settings } from "../rig.ts";

const SPY = { kind: "symbol", symbol: ticker("SPY") } as const;
const NAMES = settings().strategies.map(({ id }) => id);
const FIRST: NarrowScope = { kind: "strategy", strategyId: strategyId(NAMES[0] ?? "") };

describe("K09 a stop-loss under a kill of a part of the account", () => {
  /** A rig whose first strategy holds SPY, and the second some of it where `both` is set, all at a loss. */
  function held(both = false): {
    readonly rig: Rig;
    readonly first: string;
    readonly second: string;
  } {
    const rig = new Rig().ready();
    const first = fill(rig, order(rig, "SPY", 0));
    const second = both ? fill(rig, order(rig, "SPY", 1)) : "0";
    return { rig, first, second };
  }
  function fall(rig: Rig, seconds = 2): void {
    for (let n = 0; n < seconds; n += 1) {
      rig.pass(1_000);
      rig.quote("SPY", "96.99", `97.0${n % 9}`);
      rig.give({ kind: "clock" });
    }
  }
  const stops = (rig: Rig) =>
    rig
      .told("order_approved")
      .flatMap(({ intent }) => (intent.purpose === "stop_loss" ? [intent] : []));
  const sizes = (intents: readonly OrderIntent[]) =>
    intents.map(({ strategyId: id, quantity: size }) => `${id} ${formatQuantity(size)}`);

  test("acts while the kill only halts the symbol", () => {
    const { rig, first } = held();
    killPart(rig, SPY, "halt");
    fall(rig);
    expect(sizes(stops(rig))).toEqual([`${NAMES[0]} ${first}`]);
  });

  test("rests while a flatten closes the symbol: no order of it is canceled, none is sent twice", () => {
    const { rig, first } = held();
    killPart(rig, SPY, "flatten");
    look(rig, [], [position(first)]);
    const closing = lastClosing(rig);
    rig.accept(closing);
    fall(rig, 8);
    expect(rig.told("stop_fired")).toHaveLength(1);
    expect(stops(rig)).toEqual([]);
    expect(rig.told("stop_blocked")).toEqual([]);
    expect(rig.asked("cancel_order")).toEqual([]);
    fill(rig, closing);
    expect(rig.told("stop_ended")).toHaveLength(1);
  });

  test("goes on when a kill that keeps the stops is proven", () => {
    const { rig, first } = held();
    killPart(rig, SPY, "cancel");
    fall(rig);
    expect(stops(rig)).toEqual([]);
    for (let looks = 0; looks < 3; looks += 1) look(rig, [], [position(first)]);
    fall(rig);
    expect(sizes(stops(rig))).toEqual([`${NAMES[0]} ${first}`]);
  });

  test("that a kill has put off is said, and its shares count as covered by none", () => {
    const { rig, first } = held();
    const reason = "the feed lies";
    rig.command({ kind: "kill", mode: "cancel", reason, includeStops: true, scope: SPY });
    for (let looks = 0; looks < 3; looks += 1) look(rig, [], [position(first)]);
    expect(coverOf(rig, SPY.symbol, rig.time)).toMatchObject({
      uncovered: quantity(first),
      why: "off while trading is halted this way",
    });
    fall(rig, 15);
    expect(stops(rig)).toEqual([]);
    expect(rig.told("stop_blocked").map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(
        /^The stop-loss of SPY cannot close the position: SPY is stopped \(the feed lies\)/,
      ),
    ]);
  });

  test("leaves a flattened strategy's shares and orders to its kill, and closes the others'", () => {
    const { rig, first, second } = held(true);
    killPart(rig, FIRST, "flatten");
    look(rig, [], [position(String(Number(first) + Number(second)))]);
    const closing = lastClosing(rig);
    rig.accept(closing);
    fall(rig, 4);
    expect(sizes([closing])).toEqual([`${NAMES[0]} ${first}`]);
    expect(sizes(stops(rig))).toEqual([`${NAMES[1]} ${second}`]);
    expect(rig.asked("cancel_order")).toEqual([]);
    expect(rig.told("stop_blocked")).toEqual([]);
  });

  test("of a killed strategy's shares alone counts as none, and is said when it lasts", () => {
    const { rig, first, second } = held(true);
    const reason = "it is wrong";
    rig.command({ kind: "kill", mode: "cancel", reason, includeStops: true, scope: FIRST });
    for (let looks = 0; looks < 3; looks += 1)
      look(rig, [], [position(String(Number(first) + Number(second)))]);
    expect(coverOf(rig, ticker("SPY"), rig.time)).toMatchObject({
      byEngine: quantity(second),
      uncovered: quantity(first),
      why: `off for ${NAMES[0]}, which a kill stops`,
    });
    fall(rig, 2);
    const [stop] = stops(rig);
    if (stop === undefined) throw new Error("the rest was not closed");
    rig.accept(stop);
    fill(rig, stop);
    fall(rig, 15);
    expect(sizes(stops(rig))).toEqual([`${NAMES[1]} ${second}`]);
    expect(rig.told("stop_blocked").at(-1)?.sentence).toContain(`strategy ${NAMES[0]} is stopped`);
  });
});
