import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import type { LiveView } from "@interlock/api/view/live-view";
import { placed } from "../../../test/edge/bought.ts";
import { FeedSocket } from "./feed-socket.ts";
import { LiveFeed } from "./live-feed.ts";

const SOON = { timeout: 12_000, interval: 10 };

test("W14 a console that reads nothing is closed while its buffer is bounded, and others see every change", async () => {
  const feed = new LiveFeed();
  const socket = new FeedSocket(feed);
  const server = createServer();
  server.on("upgrade", (request, raw, head) =>
    socket.upgrade({ request, socket: raw, head }, () => undefined),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const view = placed().screen.draw();
  const publish = (shown: number) => feed.publish(filled(view, shown), shown * 100);
  publish(0);

  const other = new WebSocket(`ws://127.0.0.1:${address.port}/feed`, "interlock");
  let heard = 0;
  other.on("message", () => (heard += 1));
  await once(other, "open");
  const deaf = connect(address.port, "127.0.0.1");
  deaf.on("error", () => undefined);
  deaf.write(
    "GET /feed HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  deaf.pause();
  await expect.poll(() => feed.clients, SOON).toBe(2);

  let shown = 0;
  while (feed.clients === 2 && shown < 2_000) {
    shown += 1;
    publish(shown);
    await expect.poll(() => heard, SOON).toBeGreaterThan(shown);
  }
  expect(feed.clients).toBe(1);
  expect(other.readyState).toBe(WebSocket.OPEN);
  // The system's own buffers took the first of it; of ours no more than one picture ever waited.
  expect(shown).toBeLessThan(2_000);
  deaf.destroy();
  other.terminate();
  socket.close();
  server.closeAllConnections();
  server.close();
}, 60_000);

/** The picture with a text of 64 KiB in it that is never the same. */
function filled(view: LiveView, shown: number): LiveView {
  const [strategy] = view.strategies;
  if (strategy === undefined) throw new Error("the rig has no strategy");
  const words = String(shown).padStart(64 * 1024, "x");
  return { ...view, strategies: [{ ...strategy, id: words }] };
}
