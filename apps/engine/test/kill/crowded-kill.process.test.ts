import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { buildBundles } from "../processes/bundles.ts";
import { Stage } from "../processes/stage.ts";
import { CANCEL_EVERYTHING, crowd, slowAndFaulty, tookMs, untilProven } from "./crowded-venue.ts";

const bundles = buildBundles();
afterAll(() => bundles.remove());

const ORDERS = 100;

let stage: Stage;
beforeEach(async () => {
  const day = ["--generate", "--date", "2026-06-16", "--from", "10:00", "--speed", "1"];
  stage = await Stage.open({
    bundles,
    symbols: ["SPY"],
    venueArgs: [...day, "--cash", "1000000000", "--trading-limit", "100000"],
  });
});
afterEach(() => stage.close());

test("K01 a kill at a slow and faulty venue closes the gate at once and leaves none of many orders open", {
  timeout: 300_000,
}, async () => {
  await stage.startEngine();
  await crowd(stage, ORDERS);
  await slowAndFaulty(stage);
  expect(await stage.engine.command(CANCEL_EVERYTHING)).toMatchObject({ accepted: true });
  const kill = await untilProven(stage);
  expect(await stage.venue.truth()).toMatchObject({ open_orders: 0 });
  expect(kill.receipt.orders.length).toBeGreaterThanOrEqual(ORDERS);
  expect(kill.receipt.orders.filter(({ confirmedAt }) => confirmedAt === null)).toEqual([]);
  expect(tookMs(kill, "gate_closed")).toBeLessThan(5_000);
  expect(tookMs(kill, "last_cancel_confirmed")).toBeGreaterThan(tookMs(kill, "gate_closed"));
});
