import { afterEach, beforeEach, expect, test } from "vitest";
import { isoDate } from "@interlock/core/market/civil-date";
import { formatQuantity } from "@interlock/core/number/quantity";
import { redecide } from "../src/replay/redecide.ts";
import { EngineHome, EngineInProcess } from "./engine-in-process.ts";
import { startVenue, type VenueInProcess } from "./venue-in-process.ts";

const SOON = { timeout: 12_000, interval: 200 };
const EX_DATE = "2026-06-17";

let venue: VenueInProcess;
let home: EngineHome;
beforeEach(async () => {
  // The last minutes of one day, and the next one.
  venue = await startVenue({
    fromMinute: 1_190,
    tape: {
      kind: "generated",
      firstDate: isoDate("2026-06-16"),
      symbols: ["SPY", "BAC"],
      days: 2,
      activity: 0.05,
    },
  });
  home = await EngineHome.open();
});
afterEach(async () => {
  await home.close();
  await venue.close();
});

async function tell(path: string, body: object): Promise<void> {
  const { status } = await fetch(`${venue.url}/sim/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
}

const recordsOf = (kind: string) => home.records().filter((record) => record.kind === kind);

test("a split over night is announced, waited for, and booked as the venue shows it: no break, no fill", async () => {
  await tell("positions", { symbol: "BAC", qty: "100", price: "41.37" });
  await tell("corporate-actions", {
    kind: "split",
    symbol: "BAC",
    ex_date: EX_DATE,
    new_rate: 10,
    old_rate: 1,
  });
  const engine = await EngineInProcess.start(home, venue);
  await expect.poll(() => recordsOf("corporate_action_booked").length, SOON).toBe(1);
  await engine.stop();
  expect(recordsOf("corporate_action_announced")).toMatchObject([
    { action: { symbol: "BAC", exDate: EX_DATE, ratio: { newShares: 10, oldShares: 1 } } },
  ]);
  expect(recordsOf("corporate_action_effective")).toHaveLength(1);
  const [booked] = home
    .records()
    .flatMap((record) => (record.kind === "corporate_action_booked" ? [record] : []));
  expect(booked).toMatchObject({
    announcement: expect.stringContaining("forward_splits"),
    venue: { raw: [expect.stringContaining("BAC")] },
  });
  const shown = formatQuantity(booked?.conversion.quantity ?? neverBooked());
  const truth = (await (await fetch(`${venue.url}/sim/state`)).json()) as {
    positions: { symbol: string; qty: string }[];
  };
  expect(truth.positions.find(({ symbol }) => symbol === "BAC")?.qty).toBe(shown);
  const inBac = recordsOf("break_opened").filter((one) => JSON.stringify(one).includes("BAC"));
  expect(inBac).toEqual([]);
  expect(redecide(home.dataDir)).toMatchObject({ difference: null });
}, 30_000);

function neverBooked(): never {
  throw new Error("nothing was booked");
}
