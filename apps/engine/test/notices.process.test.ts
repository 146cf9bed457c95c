import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBundles } from "./processes/bundles.ts";
import type { EngineProcess } from "./processes/engine-process.ts";
import { LAST_QUARTER, SYMBOLS } from "./processes/markets.ts";
import { Stage } from "./processes/stage.ts";
import { journaled } from "./processes/what-was-journaled.ts";

const bundles = buildBundles();

/** What a receiver was sent, and whether it took it. */
interface Sent {
  readonly key: string;
  readonly title: string;
  readonly taken: boolean;
}

const sent: Sent[] = [];
let takes = false;
let receiver: Server;
let stage: Stage;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { title } = JSON.parse(body) as { title: string };
      sent.push({ key: String(request.headers["idempotency-key"]), title, taken: takes });
      response.writeHead(takes ? 200 : 503).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  stage = await Stage.open({ bundles, venueArgs: LAST_QUARTER, symbols: SYMBOLS });
}, 300_000);
afterAll(async () => {
  await stage.close();
  receiver.closeAllConnections();
  receiver.close();
  bundles.remove();
});

/** Starts an engine that tells people by the receiver. */
function startTelling(): Promise<EngineProcess> {
  const { port } = receiver.address() as AddressInfo;
  return stage.startEngine({
    INTERLOCK_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    INTERLOCK_WEBHOOK_SECRET: "a secret of the receiver",
  });
}

const noted = (event: string) =>
  journaled(stage.dataDir, "person_noted").filter((record) => record.event === event);

test("a notice under way at kill -9 is sent again by the next start, under the same name, until it is taken once", async () => {
  const engine = await startTelling();
  const terms = { mode: "halt", includeStops: false, reason: "people have to hear of it" } as const;
  expect(await engine.command({ kind: "kill", ...terms })).toMatchObject({ accepted: true });
  await stage.until("a notice that was refused", async () => sent.length > 0);
  await stage.until("an open channel", async () => noted("notice_channels_changed").length > 0);
  const [refused] = sent;
  await stage.engine.kill();
  expect(noted("notice_delivered")).toEqual([]);

  takes = true;
  await startTelling();
  await stage.until("the receipt", async () => noted("notice_delivered").length > 0);
  const same = sent.filter(({ key }) => key === refused?.key);
  expect(same.filter(({ taken }) => taken)).toHaveLength(1);
  expect(noted("notice_channels_changed")).toHaveLength(1);
}, 120_000);
