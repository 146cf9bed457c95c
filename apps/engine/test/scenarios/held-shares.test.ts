import { expect, test } from "vitest";
import { quantity } from "@interlock/core/number/quantity";
import { closingsOf, holding, kill, lastClosing, position, sweep } from "../kill-rig.ts";

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
