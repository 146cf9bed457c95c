import { afterAll, expect, test } from "vitest";
import { replayOrders } from "../src/replay/replay-orders.ts";
import { buildBundles } from "./processes/bundles.ts";
import { ConfigCopy } from "./processes/config-copy.ts";
import { LAST_HALF_HOUR, SESSION_END, SYMBOLS } from "./processes/markets.ts";
import { orderStory, type Story, venueStory } from "./processes/order-story.ts";
import { Stage } from "./processes/stage.ts";

const bundles = buildBundles();
const config = new ConfigCopy();
// The engine denies orders while the database is behind by seconds of this host, of which the market knows nothing and
// 200 times the speed makes minutes. Here the database may be behind for longer than the test may take.
config.editLimits(/^maxProjectionLagMs = \d+$/gm, "maxProjectionLagMs = 3600000");
afterAll(() => {
  bundles.remove();
  config.remove();
});

interface Replay {
  readonly orders: Story;
  readonly venue: Story;
}

/** Trades the market through the whole live path, on a new account with an empty journal. */
async function replay(steer: (stage: Stage) => Promise<void> = async () => undefined) {
  const stage = await Stage.open({ bundles, venueArgs: LAST_HALF_HOUR, symbols: SYMBOLS });
  try {
    await steer(stage);
    await stage.startEngine({ INTERLOCK_CONFIG_ROOT: config.root });
    await steer(stage);
    await stage.untilDayIsOver();
    const summary = await stage.summary();
    expect(summary.agrees, summary.text).toBe(true);
    // What this build decides of the recorded inputs is what it sent: by such a replay a later build inherits evidence.
    const again = replayOrders(stage.dataDir);
    expect(again).toMatchObject({ difference: null });
    expect(again.orders).toBeGreaterThan(0);
    const venue = venueStory(await stage.venue.truth(), stage.dataDir);
    return { orders: orderStory(stage.dataDir), venue };
  } finally {
    await stage.close();
  }
}

/** The session 200 times as fast as it was, and what follows it, in which nothing trades, as fast as possible. */
async function at200(stage: Stage): Promise<void> {
  if (stage.starts === 0) {
    await stage.venue.steer({ speed: 200 });
    return;
  }
  await stage.until("the end of the session", async () => {
    return (await stage.venue.tape()).venue_time >= SESSION_END;
  });
  await stage.venue.steer({ speed: "max" });
}

function expectSame(one: Replay, other: Replay): void {
  expect(one.orders.lines.length).toBeGreaterThan(100);
  expect(other.venue.lines).toEqual(one.venue.lines);
  expect(other.orders.lines).toEqual(one.orders.lines);
  expect(other.orders.hash).toBe(one.orders.hash);
}

test("a market that is traded again gives the same records of every order and the same account, byte for byte, 200 times as fast like as fast as possible", {
  timeout: 600_000,
}, async () => {
  expectSame(await replay(), await replay(at200));
});
