import { afterAll, beforeAll, expect, test } from "vitest";
import { HookReceiver, nameOf } from "./notices/hook-receiver.ts";
import { buildBundles } from "./processes/bundles.ts";
import type { EngineProcess } from "./processes/engine-process.ts";
import { LAST_QUARTER, SYMBOLS } from "./processes/markets.ts";
import { Stage } from "./processes/stage.ts";
import { journaled } from "./processes/what-was-journaled.ts";

const bundles = buildBundles();

let takes = false;
let receiver: HookReceiver;
let stage: Stage;

beforeAll(async () => {
  receiver = await HookReceiver.open(() => ({ status: takes ? 200 : 503 }));
  stage = await Stage.open({ bundles, venueArgs: LAST_QUARTER, symbols: SYMBOLS });
}, 300_000);
afterAll(async () => {
  await stage.close();
  receiver.close();
  bundles.remove();
});

/** Starts an engine that tells people by the receiver. */
function startTelling(): Promise<EngineProcess> {
  return stage.startEngine({
    INTERLOCK_WEBHOOK_URL: receiver.url,
    INTERLOCK_WEBHOOK_SECRET: "a secret of the receiver",
  });
}

const noted = (event: string) =>
  journaled(stage.dataDir, "person_noted").filter((record) => record.event === event);

test("a notice under way at kill -9 is sent again by the next start, under the same name, until it is taken once", async () => {
  const engine = await startTelling();
  const terms = { mode: "halt", includeStops: false, reason: "people have to hear of it" } as const;
  expect(await engine.command({ kind: "kill", ...terms })).toMatchObject({ accepted: true });
  await stage.until("a notice that was refused", async () => receiver.posts.length > 0);
  await stage.until("an open channel", async () => noted("notice_channels_changed").length > 0);
  const [refused] = receiver.posts.map(nameOf);
  await stage.engine.kill();
  expect(noted("notice_delivered")).toEqual([]);

  takes = true;
  await startTelling();
  await stage.until("the receipt", async () => noted("notice_delivered").length > 0);
  expect(receiver.taken.map(nameOf).filter((name) => name === refused)).toHaveLength(1);
  expect(noted("notice_channels_changed")).toHaveLength(1);
}, 120_000);
