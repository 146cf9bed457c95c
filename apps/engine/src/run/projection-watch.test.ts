import { expect, test } from "vitest";
import { Rig } from "../../test/rig.ts";
import { ProjectionWatch } from "./projection-watch.ts";

function watching() {
  const rig = new Rig().ready();
  let now = 1_000;
  const told: number[] = [];
  const accept = (lagMs: number) => {
    told.push(lagMs);
    rig.give({ kind: "projection_lag", lagMs });
  };
  const watch = new ProjectionWatch(accept, () => now);
  /** Lets real time pass, with a look every second. */
  const pass = (ms: number) => {
    for (const end = now + ms; now < end; ) {
      now += 1_000;
      watch.look();
    }
  };
  const buys = () => {
    rig.quote("SPY", "100.00", "100.02");
    return rig.wish("SPY", 1).length;
  };
  return { rig, watch, told, pass, buys };
}

test("a report is passed on as it is, and stays true while others follow", () => {
  const { watch, told, pass } = watching();
  for (const lag of [0, 40, 10]) {
    watch.reported(lag);
    pass(1_000);
  }
  expect(told).toEqual([0, 40, 10]);
});

test("silence after it is lag: nothing new is risked minutes after the edge has fallen", () => {
  const { rig, watch, told, pass, buys } = watching();
  watch.reported(500);
  pass(600_000);
  expect(told.at(-1)).toBe(600_500);
  expect(rig.told("projection_lag_changed").map(({ lagging }) => lagging)).toEqual([true]);
  expect(buys()).toBe(0);
  watch.reported(0);
  expect(buys()).toBe(1);
});

test("an edge that never reports is silent from the start on", () => {
  const { pass, buys } = watching();
  pass(60_000);
  expect(buys()).toBe(0);
});
