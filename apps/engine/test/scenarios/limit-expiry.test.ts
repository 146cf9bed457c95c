import { ticker } from "@interlock/core/ids";
import { formatMoney } from "@interlock/core/number/money";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { DAY_MS, MINUTE_MS } from "@interlock/core/time";
import { describe, expect, test } from "vitest";
import { applyEntry } from "../../src/apply.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";
import { emptyViews } from "../../src/views.ts";
import { Rig, settings } from "../rig.ts";

const REASON = "one more lot for the open";
const ofSpy: LimitLevel = { kind: "symbol", symbol: ticker("SPY") };

/** What a change has besides its values. */
interface ChangeTerms {
  readonly lastsMs?: number;
  readonly level?: LimitLevel;
  readonly reason?: string;
}

/** A rig whose order quantity is 100 and position quantity 200, so that there is room up to the ceilings. */
function roomy(): Rig {
  const { limitDefaults } = settings();
  const rig = new Rig().ready();
  expect(Number(formatQuantity(limitDefaults.maxOrderQuantity))).toBeGreaterThan(120);
  change(rig, { maxOrderQuantity: "100", maxPositionQuantity: "200" });
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

function change(rig: Rig, values: Record<string, string>, terms: ChangeTerms = {}) {
  const { lastsMs, level, reason = REASON } = terms;
  const baseVersion = rig.state.limits?.version ?? 0;
  const expiresAt = lastsMs === undefined ? undefined : rig.time + lastsMs;
  rig.command({ kind: "change_limits", baseVersion, level, values, reason, expiresAt });
  return rig.asked("answer_command").at(-1);
}

const orderQuantity = (rig: Rig) =>
  formatQuantity(rig.state.limits?.values.maxOrderQuantity ?? never());
const inForce = (rig: Rig) => rig.told("limits_changed").at(-1);

describe("R07 a limit that was to last until a time and is kept", () => {
  const raised = (level?: LimitLevel) => {
    const rig = roomy();
    const terms = { lastsMs: 10 * MINUTE_MS, ...(level === undefined ? {} : { level }) };
    const value = level === undefined ? "120" : "50";
    expect(change(rig, { maxOrderQuantity: value }, terms)).toMatchObject({ accepted: true });
    return rig;
  };

  test("R07 stays for good at the value it has, with a reason, as a version of its own", () => {
    const rig = raised();
    const before = inForce(rig)?.version ?? 0;
    expect(keep(rig, ["maxOrderQuantity"], "")).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("needs a reason"),
    });
    expect(keep(rig, ["maxOrderQuantity"])).toMatchObject({ accepted: true });
    expect(inForce(rig)).toMatchObject({ version: before + 1 });
    expect(inForce(rig)).not.toHaveProperty("expiring");
    rig.pass(11 * MINUTE_MS);
    expect(orderQuantity(rig)).toBe("120");
  });

  test("R07 stays at its level, and needs no reason where it is tighter than what it went back to", () => {
    const rig = raised(ofSpy);
    expect(keep(rig, ["maxOrderQuantity"], "", ofSpy)).toMatchObject({ accepted: true });
    rig.pass(11 * MINUTE_MS);
    const own = rig.state.limits?.levels.symbols[ticker("SPY")]?.maxOrderQuantity;
    expect(formatQuantity(own ?? never())).toBe("50");
  });

  test("R07 is refused where nothing goes back, or for a time", () => {
    const rig = raised();
    expect(keep(rig, ["maxOpenOrders"])?.sentence).toContain(
      "maxOpenOrders goes back by no change: there is nothing to keep",
    );
    expect(keep(rig, ["no such limit"])?.accepted).toBe(false);
    const { version: baseVersion = 0 } = rig.state.limits ?? {};
    const expiresAt = rig.time + MINUTE_MS;
    const names = ["maxOrderQuantity"];
    const body = { kind: "change_limits", baseVersion, values: {}, reason: REASON } as const;
    rig.command({ ...body, keep: names, expiresAt });
    expect(rig.asked("answer_command").at(-1)?.sentence).toContain("make two changes of it");
    rig.pass(11 * MINUTE_MS);
    expect(orderQuantity(rig)).toBe("100");
  });
});

function keep(rig: Rig, names: readonly string[], reason = REASON, level?: LimitLevel) {
  const baseVersion = rig.state.limits?.version ?? 0;
  rig.command({ kind: "change_limits", baseVersion, level, values: {}, keep: names, reason });
  return rig.asked("answer_command").at(-1);
}

describe("R07 a looser limit that was to last until a time", () => {
  test("R07 goes back at that time by a version of its own, and people are told", () => {
    const rig = roomy();
    expect(change(rig, { maxOrderQuantity: "120" }, { lastsMs: 10 * MINUTE_MS })).toMatchObject({
      accepted: true,
      sentence: expect.stringContaining("until 10:10:00 ET"),
    });
    rig.pass(10 * MINUTE_MS - 1);
    expect(orderQuantity(rig)).toBe("120");
    rig.pass(1);
    expect(orderQuantity(rig)).toBe("100");
    expect(rig.state.limits).toMatchObject({ version: 4, by: "expiry of version 3", expiring: [] });
    expect(inForce(rig)).toMatchObject({ expiryOf: 3 });
    expect(rig.state.limits?.reason).toContain("Order quantity goes back from 120 to 100.");
    expect(rig.told("alert_raised").at(-1)?.sentence).toContain("Order quantity goes back");
  });

  test("R07 judges no order any more from that instant on, whichever input brings it", () => {
    const rig = roomy();
    change(rig, { maxOrderQuantity: "120" }, { lastsMs: MINUTE_MS });
    change(rig, { maxOrderQuantity: "1" }, { level: ofSpy, lastsMs: MINUTE_MS });
    rig.time += MINUTE_MS;
    rig.quote("SPY", "100.00", "100.02");
    expect(orderQuantity(rig)).toBe("100");
    expect(rig.state.limits?.levels.symbols[ticker("SPY")]).toBeUndefined();
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("R07 goes back in the first input of a run that begins after the time, before any order", () => {
    const rig = roomy();
    change(rig, { maxOrderQuantity: "120" }, { lastsMs: MINUTE_MS });
    const state = stateOfSnapshot(JSON.parse(JSON.stringify(rig.state)));
    Object.assign(rig.state, state);
    rig.views = emptyViews();
    rig.time += 3 * DAY_MS;
    const from = rig.records.length;
    rig.start();
    expect(orderQuantity(rig)).toBe("100");
    const kinds = rig.records.slice(from).map(({ kind }) => kind);
    expect(kinds.indexOf("limits_changed")).toBeLessThan(6);
    expect(kinds).not.toContain("order_approved");
  });

  test("R07 is kept by the journal: its entries alone give the same end", () => {
    const rig = roomy();
    change(rig, { maxOrderQuantity: "120" }, { lastsMs: MINUTE_MS });
    const state = initialState();
    for (const entry of rig.entries) applyEntry(state, JSON.parse(JSON.stringify(entry)));
    expect(state.limits?.expiring).toEqual(rig.state.limits?.expiring);
    expect(state.limits?.expiring).toMatchObject([{ version: 3, lines: [{ before: "100" }] }]);
  });

  test("R07 stays where a person changed it since, and the others go back and say so", () => {
    const rig = roomy();
    const looser = { maxOrderQuantity: "120", maxPositionQuantity: "250" };
    change(rig, looser, { lastsMs: MINUTE_MS });
    change(rig, { maxOrderQuantity: "110" });
    rig.pass(MINUTE_MS);
    expect(orderQuantity(rig)).toBe("110");
    const { values, reason } = rig.state.limits ?? never();
    expect(formatQuantity(values.maxPositionQuantity)).toBe("200");
    expect(reason).toContain("Order quantity stays: it was changed in version 4.");
  });

  test("R07 is over when every line of it was changed since: nothing happens at its time", () => {
    const rig = roomy();
    change(rig, { maxOrderQuantity: "120" }, { lastsMs: MINUTE_MS });
    change(rig, { maxOrderQuantity: "110" });
    expect(rig.state.limits?.expiring).toEqual([]);
    rig.pass(MINUTE_MS);
    expect(rig.state.limits).toMatchObject({ version: 4, by: "Ada" });
  });

  test("R07 upon another that ends goes back beneath both, in whichever order they end", () => {
    for (const [first, second] of [
      [MINUTE_MS, 5 * MINUTE_MS],
      [5 * MINUTE_MS, MINUTE_MS],
    ] as const) {
      const rig = roomy();
      change(rig, { maxOrderQuantity: "120" }, { lastsMs: first });
      change(rig, { maxOrderQuantity: "140" }, { lastsMs: second });
      rig.pass(MINUTE_MS);
      expect(orderQuantity(rig)).toBe(first < second ? "140" : "120");
      rig.pass(4 * MINUTE_MS);
      expect(orderQuantity(rig)).toBe("100");
      expect(rig.state.limits?.expiring).toEqual([]);
    }
  });

  test("R07 brings down with it what would contradict it, and the next start takes the set as it is", () => {
    const rig = roomy();
    change(rig, { maxPositionQuantity: "250" }, { lastsMs: MINUTE_MS });
    change(rig, { maxOrderQuantity: "220" });
    rig.pass(MINUTE_MS);
    expect(orderQuantity(rig)).toBe("200");
    expect(rig.state.limits?.reason).toContain("Order quantity follows");
    const version = rig.state.limits?.version;
    rig.ready();
    expect(rig.state.limits?.version).toBe(version);
  });

  test("R07 is no reason for the defaults when its end and a lower ceiling come together", () => {
    const rig = roomy();
    change(rig, { maxOrderQuantity: "120" }, { lastsMs: MINUTE_MS });
    const { limitCeilings, limitDefaults, ...rest } = settings();
    const maxOrderQuantity = rig.state.limits?.expiring[0] === undefined ? never() : tight(rig);
    rig.time += MINUTE_MS;
    const limits = { ...limitDefaults, maxOrderQuantity };
    rig.ready({
      settings: {
        ...rest,
        limitDefaults: limits,
        limitCeilings: { ...limitCeilings, maxOrderQuantity },
      },
    });
    expect(rig.state.limits?.by).toBe("expiry of version 3");
  });
});

/** The order quantity before the looser one. */
function tight(rig: Rig) {
  const [, second] = rig.told("limits_changed");
  return (second ?? never()).limits.maxOrderQuantity;
}

describe("a tighter limit that was to last until a time", () => {
  test("R07 is loosened by its end as the person asked, which needs a reason at the start", () => {
    const rig = roomy();
    const terms = { lastsMs: MINUTE_MS };
    expect(change(rig, { maxOrderQuantity: "50" }, { ...terms, reason: "" })).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("A change that ends by itself needs a reason"),
    });
    change(rig, { maxOrderQuantity: "50" }, terms);
    rig.pass(MINUTE_MS);
    expect(orderQuantity(rig)).toBe("100");
  });

  test("R07 is not loosened beyond a ceiling that came down meanwhile", () => {
    const rig = roomy();
    change(rig, { maxDailyLoss: "100" }, { lastsMs: MINUTE_MS });
    const { limitCeilings, limitDefaults, ...rest } = settings();
    const maxDailyLoss = rig.state.limits?.values.maxDailyLoss ?? never();
    const ceilings = { ...limitCeilings, maxDailyLoss };
    rig.ready({
      settings: {
        ...rest,
        limitDefaults: { ...limitDefaults, maxDailyLoss },
        limitCeilings: ceilings,
      },
    });
    rig.pass(MINUTE_MS);
    expect(formatMoney(rig.state.limits?.values.maxDailyLoss ?? never())).toBe("100.00");
    expect(rig.state.limits?.reason).toContain("Daily loss stays: its ceiling is tighter");
  });
});

test.each([
  ["less than a minute", MINUTE_MS - 1],
  ["more than 30 days", 30 * DAY_MS + 1],
  ["a time that has passed", -1],
  ["no time at all", Number.NaN],
])("R07 a change that would last %s is refused, and the limits stay", (_, lastsMs) => {
  const rig = roomy();
  expect(change(rig, { maxOrderQuantity: "120" }, { lastsMs })).toMatchObject({
    accepted: false,
    sentence: "A change of limits may last from 1 minute to 30 days.",
  });
  expect(rig.state.limits?.version).toBe(2);
});

function never(): never {
  throw new Error("missing");
}
