import { ticker } from "@interlock/core/ids";
import { formatMoney, money } from "@interlock/core/number/money";
import { quantity } from "@interlock/core/number/quantity";
import {
  type LimitLevel,
  type LimitLevels,
  NO_LEVELS,
} from "@interlock/core/risk/levels/limit-levels";
import type { Limits } from "@interlock/core/risk/limits";
import { MINUTE_MS } from "@interlock/core/time";
import { expect, test } from "vitest";
import { Rig, settings } from "../../../test/rig.ts";
import { applyEntry } from "../../apply.ts";
import type { JournalEntry } from "../../record.ts";
import { stateOfSnapshot } from "../../run/state-of-snapshot.ts";
import type { LimitVersion } from "../../limit-version.ts";
import { initialState } from "../../state.ts";

const IBM = ticker("IBM");
const SPY = ticker("SPY");

function change(rig: Rig, values: Record<string, string>, terms: ChangeTerms = {}): void {
  const { level, lastsMs } = terms;
  const baseVersion = inForce(rig).version;
  const expiresAt = lastsMs === undefined ? undefined : rig.time + lastsMs;
  const reason = "smaller until we know more";
  rig.command({ kind: "change_limits", baseVersion, level, values, reason, expiresAt });
  expect(rig.asked("answer_command").at(-1)).toMatchObject({ accepted: true });
}

interface ChangeTerms {
  readonly level?: LimitLevel;
  readonly lastsMs?: number;
}

function inForce(rig: Rig): LimitVersion {
  const { limits } = rig.state;
  if (limits === null) throw new Error("no limits are in force");
  return limits;
}

/** Starts again with other ceilings, and lowers the defaults to them. */
function restart(rig: Rig, ceilings: Partial<Limits>, defaults: Partial<Limits> = ceilings): void {
  const { limitCeilings, limitDefaults, ...rest } = settings();
  rig.ready({
    settings: {
      ...rest,
      limitDefaults: { ...limitDefaults, ...defaults },
      limitCeilings: { ...limitCeilings, ...ceilings },
    },
  });
}

/** What people tightened: two amounts, a list and a level. */
function tightened(): Rig {
  const rig = new Rig().ready();
  change(rig, { maxOrderNotional: "100", maxDailyLoss: "200", restricted: "IBM" });
  change(rig, { maxOrderQuantity: "1" }, { level: { kind: "symbol", symbol: SPY } });
  return rig;
}

test("a symbol more on the ceiling's list is restricted, and all that people tightened stays", () => {
  const rig = tightened();
  const { values, levels, version } = inForce(rig);
  restart(rig, { restricted: [SPY] });
  expect(inForce(rig)).toMatchObject({ version: version + 1, by: "configuration", levels });
  expect(inForce(rig).values).toEqual({ ...values, restricted: [IBM, SPY] });
  expect(rig.told("alert_raised").at(-1)).toMatchObject({
    severity: "warning",
    sentence: expect.stringContaining("Restricted symbols from IBM to IBM,SPY."),
  });
  restart(rig, { restricted: [SPY] });
  expect(inForce(rig).version).toBe(version + 1);
});

test("a ceiling that came down lowers its own line at every level, and what contradicts it", () => {
  const rig = tightened();
  change(rig, { priceCollarBps: "40" }, { level: { kind: "symbol", symbol: IBM } });
  restart(rig, { maxGrossExposure: money("150"), priceCollarBps: 30 });
  const { values, levels } = inForce(rig);
  expect(formatMoney(values.maxPositionNotional)).toBe("150.00");
  expect(formatMoney(values.maxDailyLoss)).toBe("150.00");
  expect(formatMoney(values.maxOrderNotional)).toBe("100.00");
  expect(levels.symbols).toEqual({
    [IBM]: { priceCollarBps: 30 },
    [SPY]: { maxOrderQuantity: quantity("1") },
  });
  expect(rig.told("alert_raised").at(-1)?.sentence).toContain("Price collar of IBM from 40 to 30");
});

test("a new limit whose default contradicts one in force lowers that one, and no other", () => {
  const rig = tightened();
  change(rig, { maxOrderNotional: "20000" });
  const { values, levels } = inForce(rig);
  const { maxSymbolWindowNotional: _new, ...older } = values;
  Object.assign(rig.state, { limits: { ...inForce(rig), values: older } });
  restart(rig, {}, { maxSymbolWindowNotional: money("15000") });
  expect(inForce(rig).values).toEqual({
    ...values,
    maxOrderNotional: money("15000"),
    maxSymbolWindowNotional: money("15000"),
  });
  expect(inForce(rig).levels).toEqual(levels);
});

test("where no session in force is within the ceiling no session is left, which can be mended", () => {
  const rig = new Rig().ready();
  restart(rig, { sessions: ["pre"] });
  expect(inForce(rig).values.sessions).toEqual([]);
  change(rig, { sessions: "pre", maxOpenOrders: "3" });
  expect(inForce(rig).values).toMatchObject({ sessions: ["pre"], maxOpenOrders: 3 });
});

test("R07 what was to end by itself still does after a start that lowered its line", () => {
  const rig = new Rig().ready();
  change(rig, { maxOpenOrders: "10" });
  change(rig, { maxOpenOrders: "15" }, { lastsMs: MINUTE_MS });
  restart(rig, { maxOpenOrders: 12 });
  expect(inForce(rig).values.maxOpenOrders).toBe(12);
  rig.pass(MINUTE_MS);
  expect(inForce(rig)).toMatchObject({ values: { maxOpenOrders: 10 }, expiring: [] });
});

test("R07 a symbol freed for a time is restricted again, also when the ceiling's list grew meanwhile", () => {
  const rig = new Rig().ready();
  change(rig, { restricted: "IBM" });
  change(rig, { restricted: "none" }, { lastsMs: MINUTE_MS });
  restart(rig, { restricted: [SPY] });
  expect(inForce(rig).values.restricted).toEqual([SPY]);
  rig.pass(MINUTE_MS);
  expect(inForce(rig).values.restricted).toEqual([IBM, SPY]);
});

const configured: LimitLevels = {
  ...NO_LEVELS,
  symbols: { [SPY]: { maxOrderQuantity: quantity("5"), priceCollarBps: 20 } },
};

test("configured levels begin on an account whose journal is from before there were any", () => {
  const rig = new Rig().ready();
  const state = initialState();
  for (const entry of rig.entries) applyEntry(state, withoutLevels(entry));
  Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(state))));
  rig.ready({ settings: settings({ levelDefaults: configured }) });
  expect(inForce(rig)).toMatchObject({ version: 2, levels: configured });
  expect(inForce(rig).reason).toContain("SPY");
  expect(rig.told("alert_raised")).toEqual([]);
});

test("configured levels that are not in force are named at each start, with the way to put them there", () => {
  const rig = new Rig().ready();
  change(rig, { priceCollarBps: "10" }, { level: { kind: "symbol", symbol: SPY } });
  const { version } = inForce(rig);
  rig.ready({ settings: settings({ levelDefaults: configured }) });
  expect(inForce(rig).version).toBe(version);
  const told = rig.told("alert_raised").map(({ severity, sentence }) => ({ severity, sentence }));
  expect(told).toEqual([
    { severity: "warning", sentence: expect.stringContaining("not in force") },
  ]);
  expect(told[0]?.sentence).toContain(
    "Order quantity of SPY is 5 there and none of its own in force",
  );
  expect(told[0]?.sentence).not.toContain("Price collar");
});

/** An entry as a build wrote it that knew no levels. */
function withoutLevels(entry: JournalEntry): JournalEntry {
  const records = entry.records.map((record) => {
    if (record.kind !== "limits_changed") return record;
    const { levels: _none, ...rest } = record;
    return rest;
  });
  return { ...entry, records };
}
