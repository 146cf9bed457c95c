import { expect, test } from "vitest";
import { quantity } from "@interlock/core/number/quantity";
import { ticker } from "@interlock/core/ids";
import type { VenuePosition } from "@interlock/core/order/execution-report";
import {
  closingsOf,
  fillWhole,
  holding,
  kill,
  killPart,
  lastClosing,
  look,
  position,
  sweep,
} from "../kill-rig.ts";
import { Rig } from "../rig.ts";

test("names shares that the venue keeps holding as what is left, and closes them once they are free", () => {
  const { rig, shares } = holding();
  kill(rig, "flatten");
  const held = { ...position(shares), available: quantity("0") };
  for (let seconds = 0; seconds < 30; seconds += 1) {
    sweep(rig, [], [held]);
    expect(rig.state.kill).toMatchObject({ stage: "closing", provenAt: null });
    rig.pass(1_000);
  }
  sweep(rig, [], [held]);
  const why = expect.stringContaining(`held for orders ${shares}, available 0`);
  expect(rig.state.kill).toMatchObject({
    stage: "residual",
    cleanSweeps: 0,
    residual: [{ what: `${shares} SPY`, why }],
  });
  expect(closingsOf(rig)).toHaveLength(0);

  sweep(rig, [], [position(shares)]);
  expect(lastClosing(rig)).toMatchObject({ side: "sell", symbol: "SPY" });
  expect(rig.state.kill).toMatchObject({ stage: "closing" });
});

/** SPY and IBM are held, and a flatten of each is under way. */
function twoFlattens(): Rig {
  const rig = new Rig().ready();
  for (const [symbol, bid, ask] of [
    ["SPY", "100.00", "100.02"],
    ["IBM", "50.00", "50.02"],
  ] as const) {
    rig.quote(symbol, bid, ask);
    const [intent] = rig.wish(symbol, 0.5);
    if (intent === undefined) throw new Error(`the order for ${symbol} was denied`);
    rig.accept(intent);
    fillWhole(rig, intent);
    rig.time += 2_000;
  }
  for (const symbol of ["SPY", "IBM"])
    killPart(rig, { kind: "symbol", symbol: ticker(symbol) }, "flatten");
  return rig;
}

/** What the venue shows of a symbol: all of it held for orders that it does not list. */
function heldOf(rig: Rig, symbol: string): VenuePosition {
  const held = rig.state.portfolio.positions[ticker(symbol)]?.quantity ?? quantity("0");
  const raw = JSON.stringify({ symbol });
  const available = quantity("0");
  return { symbol: ticker(symbol), quantity: held, averagePrice: "100", available, raw };
}

const stages = (rig: Rig) => Object.values(rig.state.scopeKills.symbols).map(({ stage }) => stage);

test("counts for each kill from when it saw the shares held first, whatever another one looks at", () => {
  const rig = twoFlattens();
  const shown = [heldOf(rig, "SPY"), heldOf(rig, "IBM")];
  for (let seconds = 0; seconds < 35; seconds += 1) {
    look(rig, [], shown);
    rig.pass(1_000);
  }
  expect(stages(rig)).toEqual(["residual", "residual"]);
});
