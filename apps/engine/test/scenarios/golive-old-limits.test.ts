import fc from "fast-check";
import { ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { quantity } from "@interlock/core/number/quantity";
import { NO_LEVELS } from "@interlock/core/risk/levels/limit-levels";
import { expect, test } from "vitest";
import { applyEntry } from "../../src/apply.ts";
import type { JournalEntry } from "../../src/record.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";
import { GoLiveRig, liveSettings } from "../golive-rig.ts";
import { settings } from "../rig.ts";

/** What counts as agreed where the journal began before a limit, or the levels, existed. */

/** An entry as a build wrote it that knew neither levels nor the newest limits. */
function asOldBuild(entry: JournalEntry): JournalEntry {
  const records = entry.records.map((record) => {
    if (record.kind !== "limits_changed") return record;
    const { maxSymbolWindowNotional: _amount, allowed: _list, ...values } = record.limits;
    const { levels: _none, ...rest } = record;
    return { ...rest, limits: values as typeof record.limits };
  });
  return { ...entry, records };
}

/** A live engine whose journal an older build began, and the entries of that journal. */
class OldJournalRig extends GoLiveRig {
  readonly journal: JournalEntry[] = [];
  #taken = 0;

  static begun(): OldJournalRig {
    const rig = new OldJournalRig().ready({ settings: settings({ environment: "live" }) });
    const state = initialState();
    for (const entry of rig.entries) applyEntry(state, asOldBuild(entry));
    rig.journal.push(...rig.entries.map(asOldBuild));
    rig.#taken = rig.entries.length;
    Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(state))));
    return rig;
  }

  /** The whole journal so far. */
  written(): readonly JournalEntry[] {
    this.journal.push(...this.entries.slice(this.#taken));
    this.#taken = this.entries.length;
    return this.journal;
  }
}

/** A person changes limits by their own word; returns the answer. */
function change(rig: GoLiveRig, values: Record<string, string>, expiresAt?: number): string {
  const baseVersion = rig.state.limits?.version ?? 0;
  const reason = "a first week is small";
  return rig.say({ kind: "change_limits", baseVersion, values, reason, expiresAt });
}

const OF_SPY = {
  ...NO_LEVELS,
  symbols: { [ticker("SPY")]: { maxOrderQuantity: quantity("5"), priceCollarBps: 20 } },
};

test("limits that are newer than the journal count as agreed at what they began with", () => {
  const rig = OldJournalRig.begun();
  // Nothing is compared with a line that is not there yet.
  expect(rig.gate("G8")).toBe("red");
  rig.again({ settings: liveSettings() });
  rig.tighten();
  expect(rig.gate("G8")).toBe("green");
  rig.tighten("maxOrdersPerMinute");
  expect(rig.gate("G8")).toBe("green");
});

test("a new limit that one person loosened beyond what it began with is not agreed to", () => {
  const rig = OldJournalRig.begun();
  const paper = settings({ environment: "paper" });
  const limitDefaults = { ...paper.limitDefaults, maxSymbolWindowNotional: money("20000") };
  rig.again({ settings: { ...paper, limitDefaults } });
  expect(change(rig, { maxSymbolWindowNotional: "25000" })).toMatch(/^yes/);
  rig.again({ settings: liveSettings() });
  expect(rig.gate("G8")).toBe("red");
  expect(change(rig, { maxSymbolWindowNotional: "20000" })).toMatch(/^yes/);
  expect(rig.gate("G8")).toBe("green");
});

test("levels that are newer than the journal are agreed to, also where the account's line is tighter by now", () => {
  const rig = OldJournalRig.begun();
  rig.again({ settings: liveSettings({ levelDefaults: OF_SPY }) });
  const line = Number(rig.state.limits?.values.priceCollarBps);
  expect(line).toBeGreaterThan(10);
  change(rig, { priceCollarBps: "10" });
  expect(rig.state.limits?.values.priceCollarBps).toBe(10);
  expect(rig.gate("G8")).toBe("green");
});

/** What happens to limits, by whoever. */
const STEPS: Readonly<Record<string, (rig: OldJournalRig) => void>> = {
  restart: (rig) => void rig.again({ settings: liveSettings({ levelDefaults: OF_SPY }) }),
  paper: (rig) => void rig.again({ settings: settings({ environment: "paper" }) }),
  tighten: (rig) => void rig.tighten(),
  loosenTogether: (rig) => void rig.loosen(),
  loosenAlone: (rig) =>
    void change(rig, {
      maxOpenOrders: String(Number(rig.state.limits?.values.maxOpenOrders) + 1),
    }),
  forAMinute: (rig) => void change(rig, { maxOpenOrders: "1" }, rig.time + 60_000),
  minute: (rig) => void rig.pass(61_000),
};

test("what was agreed is the same from the first entry on as from a snapshot at any entry", () => {
  let loosened = 0;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Object.keys(STEPS)), { minLength: 2, maxLength: 10 }),
      (names) => {
        const rig = OldJournalRig.begun();
        STEPS["restart"]?.(rig);
        for (const name of names) STEPS[name]?.(rig);
        const entries = rig.written();
        const whole = fold(initialState(), entries);
        if (whole.limits?.agreed?.values.maxOpenOrders !== whole.limits?.values.maxOpenOrders)
          loosened += 1;
        expect(whole.limits?.agreed).toBeDefined();
        const state = initialState();
        entries.forEach((entry, index) => {
          applyEntry(state, entry);
          const kept = stateOfSnapshot(JSON.parse(JSON.stringify(state)));
          expect(fold(kept, entries.slice(index + 1)).limits).toEqual(whole.limits);
        });
      },
    ),
    { numRuns: 12 },
  );
  expect(loosened).toBeGreaterThan(0);
});

function fold(state: ReturnType<typeof initialState>, entries: readonly JournalEntry[]) {
  for (const entry of entries) applyEntry(state, entry);
  return state;
}
