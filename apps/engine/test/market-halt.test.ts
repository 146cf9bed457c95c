import { afterEach, beforeEach, expect, test } from "vitest";
import { redecide } from "../src/replay/redecide.ts";
import { EngineHome, EngineInProcess } from "./engine-in-process.ts";
import { startVenue, type VenueInProcess } from "./venue-in-process.ts";

const SOON = { timeout: 15_000, interval: 100 };

let venue: VenueInProcess;
let home: EngineHome;
beforeEach(async () => {
  venue = await startVenue({ speed: 60 });
  home = await EngineHome.open();
});
afterEach(async () => {
  await home.close();
  await venue.close();
});

async function tell(path: string, body: object): Promise<void> {
  const { status } = await fetch(`${venue.url}/sim/symbols/SPY/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
}

const countOf = (kind: string) => home.records().filter((record) => record.kind === kind).length;

test("M06 M09 a halt, its end and a print taken back come from the venue's stream into the journal, and are decided again alike", async () => {
  const engine = await EngineInProcess.start(home, venue);
  const fromTrades = () =>
    home.records().some((record) => record.kind === "bar_closed" && record.source === "trades");
  await expect.poll(fromTrades, SOON).toBe(true);
  await tell("halt", { reason: "T1" });
  await expect.poll(() => countOf("trading_halted"), SOON).toBe(1);
  await tell("luld", { up: 900, down: 100 });
  await tell("resume", {});
  await expect.poll(() => countOf("halt_ended"), SOON).toBe(1);
  await tell("cancel", { action: "E" });
  await expect.poll(() => countOf("trade_amended"), SOON).toBe(1);
  await engine.stop();
  expect(home.records()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: "trading_halted",
        halt: expect.objectContaining({ symbol: "SPY", words: expect.stringContaining("T1") }),
      }),
    ]),
  );
  expect(redecide(home.dataDir)).toMatchObject({ difference: null });
}, 60_000);
