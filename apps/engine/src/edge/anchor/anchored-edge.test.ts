import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { journalName } from "../../journal/heads/journal-name.ts";
import { isSignedBy, parseHead } from "../../journal/heads/signed-head.ts";

const SOON = { timeout: 8_000, interval: 20 };

let stage: EdgeStage;
beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  await stage.startEdge();
});
afterAll(() => stage.close());

test("the running edge signs the journal's durable end, publishes it to every place and says so", async () => {
  const anchored = () => stage.told.find((message) => message.kind === "head_anchored");
  await expect.poll(anchored, SOON).toMatchObject({
    places: [
      expect.stringMatching(/^folder .*heads$/),
      expect.stringMatching(/^objects .*heads-second$/),
    ],
  });
  const line = readFileSync(join(stage.dataDir, "heads", "heads.jsonl"), "utf8").trim();
  const head = parseHead(line);
  if (!head.ok) throw new Error(head.error);
  expect(head.value).toMatchObject({ seq: anchored()?.seq, journal: journalName(stage.dataDir) });
  expect(isSignedBy(head.value, openHeadKey(stage.dataDir).publicKey)).toBe(true);
  const health = await (await stage.stranger().get("/health/audit-anchors")).json();
  expect(health).toMatchObject({ status: "ok" });
});
