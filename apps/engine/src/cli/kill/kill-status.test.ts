import { ticker } from "@interlock/core/ids";
import { expect, test } from "vitest";
import type { KillState } from "../../records/kill-record.ts";
import { killLines } from "./kill-status.ts";

const SPY = ticker("SPY");

function kill(more: Partial<KillState>): KillState {
  return {
    killId: "kill-1",
    mode: "flatten",
    includeStops: false,
    by: "Ada",
    via: "cli",
    reason: "test",
    requestedAt: 1,
    stage: "canceling",
    provenAt: null,
    venueOpenOrders: 0,
    venuePositions: 1,
    cleanSweeps: 0,
    cancelsRequested: 0,
    closesRequested: 0,
    residual: [],
    ...more,
  };
}

/** What an engine with one kill of SPY is told to be at. */
const ofSpy = (more: Partial<KillState>) =>
  killLines({
    kills: [kill({ scope: { kind: "symbol", symbol: SPY }, ...more })],
    trading: { holds: [] },
  });

test("a kill under way is told with its stage, and a proven one or a halt is not", () => {
  expect(ofSpy({ stage: "gate_closed" })).toEqual([
    "kill      flatten of SPY in progress (gate closed)",
  ]);
  expect(ofSpy({ stage: "proven" })).toEqual([]);
  expect(ofSpy({ mode: "halt", stage: "gate_closed" })).toEqual([]);
});

test("a residue that is tried again is told as such, one that may stay as done but for it", () => {
  const residual = [{ what: "5 SPY", why: "held by others" }];
  expect(ofSpy({ stage: "residual", residual })).toEqual([
    "kill      flatten of SPY is not done and is tried again; left: 5 SPY: held by others",
  ]);
  expect(ofSpy({ stage: "residual", residual, cleanSweeps: 2 })).toEqual([
    "kill      flatten of SPY has done what it can; left: 5 SPY: held by others",
  ]);
});

test("a kill of everything is told while it holds, and not once a person has resumed from it", () => {
  const kills = [kill({ stage: "residual" })];
  expect(killLines({ kills, trading: { holds: [] } })).toEqual([]);
  expect(killLines({ kills, trading: { holds: [{ source: "kill_switch" }] } })).toEqual([
    "kill      flatten of everything is not done and is tried again; left: ",
  ]);
});
