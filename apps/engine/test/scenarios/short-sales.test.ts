import { isoDate } from "@interlock/core/market/civil-date";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { describe, expect, test } from "vitest";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { Rig } from "../rig.ts";

const DAY_MS = 86_400_000;
const denials = (rig: Rig) => rig.told("order_denied").at(-1)?.denials ?? [];

function quoted(): Rig {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

function refuse(rig: Rig, { clientOrderId }: OrderIntent, message: string): void {
  const answer = { outcome: "rejected" as const, code: "42210000", message, raw: "{}" };
  rig.give({ kind: "submit_answered", clientOrderId, answer });
}

/** Wishes to be short, a little more at a time, so that none is the repeat of one before. */
function sellShort(rig: Rig, n: number): readonly OrderIntent[] {
  rig.time += 2_000;
  rig.quote("SPY", "100.00", "100.02");
  return rig.wish("SPY", -0.1 * n);
}

describe("a short sale", () => {
  test("R14 passes where the venue lends the symbol easily", () => {
    expect(quoted().wish("SPY", -0.1)).toMatchObject([{ side: "sell" }]);
  });

  test.each([
    ["not shortable", { shortable: false }, "not_shortable"],
    ["hard to borrow", { easyToBorrow: false }, "hard_to_borrow"],
  ])("R14 of what is %s is denied, and a purchase is not", (_, flags, cause) => {
    const rig = quoted();
    rig.assets(flags);
    expect(rig.wish("SPY", -0.1)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "short_sale", cause }]);
    expect(rig.wish("SPY", 0.1)).toHaveLength(1);
  });

  test("R14 is denied while the venue has not said whether there is anything to borrow", () => {
    const rig = quoted();
    for (const symbol in rig.state.assets) Reflect.deleteProperty(rig.state.assets, symbol);
    expect(rig.wish("SPY", -0.1)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "short_sale", cause: "unknown" }]);
  });

  test("R14 that the venue refuses to lend for is not tried again that day, after a restart neither", () => {
    const rig = quoted();
    const [sale] = sellShort(rig, 1);
    if (sale === undefined) throw new Error("nothing was sold");
    refuse(rig, sale, 'asset "SPY" cannot be sold short');
    expect(rig.told("borrow_refused")).toMatchObject([{ symbol: "SPY" }]);
    expect(sellShort(rig, 2)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "short_sale", cause: "refused_today" }]);
    rig.assets();
    Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
    rig.ready();
    expect(sellShort(rig, 3)).toEqual([]);
    expect(rig.told("borrow_refused")).toHaveLength(1);
    expect(Object.values(rig.state.assets).filter((one) => one.borrowRefused)).toHaveLength(1);
  });

  test("a refusal of another kind keeps nothing from being tried again", () => {
    const rig = quoted();
    const [sale] = sellShort(rig, 1);
    if (sale === undefined) throw new Error("nothing was sold");
    refuse(rig, sale, "insufficient buying power");
    expect(sellShort(rig, 2)).toHaveLength(1);
  });

  test("is switched off by a limit at once", () => {
    const rig = quoted();
    const change = (values: Record<string, string>) =>
      rig.command({
        kind: "change_limits",
        baseVersion: rig.state.limits?.version ?? 0,
        values,
        reason: "",
      });
    change({ shortSelling: "off" });
    expect(rig.wish("SPY", -0.1)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "short_sale", cause: "switched_off" }]);
    change({ shortSelling: "maybe" });
    expect(rig.asked("answer_command").at(-1)?.sentence).toMatch(
      /shortSelling is "maybe": must be/,
    );
  });
});

describe("what the venue says of instruments", () => {
  test("is asked at the start, before pre-market, before the open and on the next day", () => {
    const rig = new Rig().ready();
    rig.pass(250);
    expect(rig.asked("request_assets")).toMatchObject([
      { symbols: expect.arrayContaining(["SPY"]) },
    ]);
    rig.assets();
    rig.pass(3_600_000);
    expect(rig.asked("request_assets")).toHaveLength(1);
    rig.pass(DAY_MS);
    expect(rig.asked("request_assets")).toHaveLength(2);
  });

  test("is asked again after a failure, later each time, and people are told", () => {
    const rig = new Rig().ready();
    rig.pass(250);
    for (let n = 1; n <= 3; n += 1) {
      rig.give({ kind: "venue_query_failed", what: "assets", reason: "no answer" });
      rig.pass(1_000);
      expect(rig.asked("request_assets")).toHaveLength(n);
      rig.pass(2_000 * 2 ** n);
      expect(rig.asked("request_assets")).toHaveLength(n + 1);
    }
    expect(rig.told("alert_raised").map(({ sentence }) => sentence)).toContain(
      "What may be sold short is not known, and nothing is sold short meanwhile: no answer",
    );
  });

  test("keeps what is not traded from being opened, and not from being closed", () => {
    const rig = quoted();
    const [bought] = rig.wish("SPY", 0.1);
    if (bought === undefined) throw new Error("nothing was bought");
    rig.accept(bought);
    rig.fill(bought, {
      id: "x1",
      quantity: String(Number(bought.quantity) / 1e9),
      price: "100.02",
    });
    rig.assets({ tradable: false });
    expect(rig.wish("SPY", 0.2)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "untradable_asset" }]);
    expect(rig.wish("SPY", 0)).toMatchObject([{ side: "sell" }]);
  });

  test("that could not be borrowed yesterday may be tried today", () => {
    const rig = quoted();
    const [sale] = sellShort(rig, 1);
    if (sale === undefined) throw new Error("nothing was sold");
    refuse(rig, sale, "unable to borrow SPY");
    const { day } = rig.state;
    if (day === null) throw new Error("no day is open");
    expect(day.date).toBe(isoDate("2026-06-16"));
    rig.pass(DAY_MS);
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.state.day?.date).toBe(isoDate("2026-06-17"));
    expect(Object.values(rig.state.assets).some((one) => one.borrowRefused)).toBe(false);
  });
});
