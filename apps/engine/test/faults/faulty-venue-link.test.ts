import { afterEach, beforeEach, expect, test } from "vitest";
import { EngineHome, EngineInProcess } from "../engine-in-process.ts";
import { startVenue, type VenueInProcess } from "../venue-in-process.ts";
import { FaultProxy, through } from "./fault-proxy.ts";
import { expectSoundRecords } from "./sound-records.ts";
import { order, SOON, standing, steer, stopAtPosition } from "./standing-engine.ts";

let venue: VenueInProcess;
let home: EngineHome;
let engine: EngineInProcess;
let proxy: FaultProxy;
beforeEach(async () => {
  venue = await startVenue({ speed: 200 });
  home = await EngineHome.open();
  proxy = await FaultProxy.open(Number(new URL(venue.url).port));
  const { environment } = venue;
  const tradingUrl = through(proxy, environment.tradingUrl);
  engine = await EngineInProcess.start(home, {
    ...venue,
    environment: { ...environment, tradingUrl },
  });
}, 30_000);
afterEach(async () => {
  proxy.heal();
  await engine.stop();
  await proxy.close();
  await home.close();
  await venue.close();
}, 30_000);

/** Has a position closed while the link is bad; returns the order's id and the ids that the venue had before. */
async function closeOverBadLink(spoil: () => void) {
  const symbol = await stopAtPosition(engine, venue);
  const before = await venue.orderIds();
  spoil();
  const close = { kind: "close_position", symbol, percent: 100 } as const;
  expect(await order(engine, close)).toMatchObject({ accepted: true });
  const [working] = (await standing(engine)).workingOrders;
  return { id: working?.clientOrderId ?? "", before };
}

function stepsOf(id: string): string[] {
  return home
    .records()
    .flatMap((one) =>
      one.kind === "order_advanced" && one.clientOrderId === id ? [one.event.kind] : [],
    );
}

test("B04 an order that arrived and whose answer was cut off is found by evidence, and at the venue once", async () => {
  const { id, before } = await closeOverBadLink(() => proxy.loseAnswerTo("POST /v2/orders"));
  await expect.poll(() => stepsOf(id), SOON).toContain("accepted");
  // The stream may have told of it before the cut was noticed: then it was never in doubt.
  expect(stepsOf(id)).not.toContain("never_sent");
  const ids = await venue.orderIds();
  expect(ids.slice(before.length)).toEqual([id]);
  expectSoundRecords({ records: home.records() });
}, 60_000);

test("B05 B16 an order into a half-open connection is in doubt until the venue's clean answers say that it never came", async () => {
  const { id, before } = await closeOverBadLink(() => proxy.set({ isSilent: true }));
  await expect.poll(() => stepsOf(id), SOON).toContain("submit_outcome_unknown");
  expect(stepsOf(id)).not.toContain("never_sent");
  proxy.heal();
  await steer(venue, { paused: false });
  await expect.poll(() => stepsOf(id), SOON).toContain("never_sent");
  const ids = await venue.orderIds();
  expect(ids.slice(before.length)).not.toContain(id);
  expectSoundRecords({ records: home.records() });
}, 90_000);
