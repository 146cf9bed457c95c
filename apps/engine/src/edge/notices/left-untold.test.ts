import { afterAll, beforeAll, expect, test } from "vitest";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { HookReceiver, nameOf, titleOf } from "../../../test/notices/hook-receiver.ts";
import { NO_TARGETS } from "./notice-targets.ts";

const SOON = { timeout: 20_000, interval: 20 };
const SECRET = "a secret of the receiver";

let stage: EdgeStage;
let receiver: HookReceiver;
let takes = false;
/** Titles and names of the notices that the receiver took, in their order. */
const taken = () => receiver.taken.map((post) => ({ title: titleOf(post), key: nameOf(post) }));

beforeAll(async () => {
  receiver = await HookReceiver.open(() => ({ status: takes ? 200 : 503 }));
  stage = await EdgeStage.open({ journalsPeople: true });
  stage.notices = { ...NO_TARGETS, webhook: { url: receiver.url, secret: SECRET } };
});
afterAll(async () => {
  await stage.close();
  receiver.close();
});

const noted = (event: string) =>
  stage.rig.told("person_noted").filter((record) => record.event === event);

/** A day passes that fills a segment of the journal, and ends with a snapshot. */
async function passDay(reason: string): Promise<void> {
  stage.rig.command({ kind: "kill", mode: "halt", reason, includeStops: false });
  stage.rig.command({ kind: "resume", reason });
  await stage.rig.snapshotToDisk();
  stage.rig.beginSegment();
}

test("what waits while a channel is down for days is told after a crash, whatever segments of the journal it is in", async () => {
  stage.rig.ready();
  await stage.startEdge();
  await expect.poll(() => noted("notice_channels_changed"), SOON).toHaveLength(1);
  const days = ["the first day", "the second day", "the third day", "the fourth day"];
  for (const day of days) await passDay(day);
  stage.rig.pass(60_000);
  await stage.rig.snapshotToDisk();
  await stage.stopEdge();
  expect(taken()).toEqual([]);

  takes = true;
  await stage.startEdge();
  await expect.poll(() => taken().map(({ title }) => title), SOON).toEqual(days.map(() => KILL));
  expect(new Set(taken().map(({ key }) => key)).size).toBe(days.length);
  await expect.poll(() => noted("notice_delivered"), SOON).toHaveLength(days.length);
  expect(noted("notice_channels_changed")).toHaveLength(1);

  await stage.rig.snapshotToDisk();
  await stage.stopEdge();
  await stage.startEdge();
  await passDay("after all was told");
  await expect.poll(() => noted("notice_delivered"), SOON).toHaveLength(days.length + 1);
  expect(new Set(taken().map(({ key }) => key)).size).toBe(days.length + 1);
  expect(taken()).toHaveLength(days.length + 1);
});

test("of more alerts than are kept while no edge runs, those that had to go are one alert on screen and one note", async () => {
  await stage.rig.snapshotToDisk();
  await stage.stopEdge();
  const severity = "critical";
  for (let index = 0; index < 503; index++)
    stage.rig.give({ kind: "finding", severity, sentence: `Alert ${index} of a flood.` });
  await stage.rig.snapshotToDisk();
  const alerts = () =>
    stage.told.filter((one) => one.kind === "finding" && one.sentence.includes("dropped"));

  await stage.startEdge();
  const cause = "because more than 500 waited to be told";
  await expect
    .poll(() => noted("notices_dropped"), SOON)
    .toMatchObject([{ dropped: 3, channels: ["webhook"], detail: `3 by webhook, ${cause}` }]);
  expect(alerts()).toMatchObject([
    { severity: "warning", sentence: expect.stringContaining("3 notice(s) were dropped") },
  ]);
  const left = () => stage.rig.state.notices.channels;
  await expect.poll(left, SOON).toEqual([{ name: "webhook", untold: [], dropped: 0 }]);

  await stage.rig.snapshotToDisk();
  await stage.stopEdge();
  await stage.startEdge();
  await passDay("after the flood");
  await expect.poll(() => taken().at(-1)?.title, SOON).toBe(KILL);
  expect(alerts()).toHaveLength(1);
});

const KILL = "Kill switch";
