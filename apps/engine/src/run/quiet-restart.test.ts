import { redecide } from "../replay/redecide.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EngineHome, EngineInProcess } from "../../test/engine-in-process.ts";
import { startVenue, type VenueInProcess } from "../../test/venue-in-process.ts";

const SOON = { timeout: 12_000, interval: 50 };

let venue: VenueInProcess;
let home: EngineHome;
beforeEach(async () => {
  venue = await startVenue({ speed: 200 });
  home = await EngineHome.open();
});
afterEach(async () => {
  await home.close();
  await venue.close();
});

async function pauseTape(): Promise<void> {
  await fetch(`${venue.url}/sim/tape`, { method: "POST", body: JSON.stringify({ paused: true }) });
}

/** The figures that a person goes by, once they have come to rest. */
async function figures(engine: EngineInProcess) {
  const owner = await engine.signIn();
  const look = async () => {
    const { account, positions, markets } = await owner.trpc.live.snapshot.query();
    return JSON.stringify({
      money: [account.cash, account.equity, account.dayPnl],
      positions: positions.map(({ symbol, quantity, mark, unrealized }) => [
        symbol,
        quantity,
        mark,
        unrealized,
      ]),
      quotes: markets.map(({ symbol, bid, ask }) => [symbol, bid, ask]),
    });
  };
  let last = "";
  await expect
    .poll(async () => {
      const before = last;
      last = await look();
      return last === before;
    }, SOON)
    .toBe(true);
  return last;
}

test("an engine that comes back while the tape stands still shows the same P&L to the last digit", async () => {
  const first = await EngineInProcess.start(home, venue);
  await expect
    .poll(async () => ((await first.status())["today"] as { fills: number }).fills, SOON)
    .toBeGreaterThan(0);
  await pauseTape();
  const before = await figures(first);
  expect(JSON.parse(before)).toMatchObject({
    positions: expect.arrayContaining([expect.anything()]),
  });
  await first.stop();
  const second = await EngineInProcess.start(home, venue);
  expect(await second.status()).toMatchObject({ recovered: true });
  await expect.poll(() => figures(second), SOON).toBe(before);
  await second.stop();
  expect(redecide(home.dataDir)).toMatchObject({ difference: null });
});

test("a data host that is not there holds up no start: the alert says so once", async () => {
  const environment = { ...venue.environment, dataUrl: "http://127.0.0.1:1" };
  const engine = await EngineInProcess.start(home, { ...venue, environment });
  expect(await engine.status()).toMatchObject({ recovered: true, trading: { state: "active" } });
  await engine.stop();
  const alerts = home.records().filter(({ kind }) => kind === "alert_raised");
  expect(alerts).toMatchObject([
    { severity: "warning", sentence: expect.stringMatching(/latest quotes/) },
  ]);
});
