import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LiveFrame } from "@interlock/api/view/live-view";
import type { ConsoleClient, FrameSocket } from "../../edge/console-client.ts";
import { EdgeStage } from "../../edge/edge-stage.ts";

const SOON = { timeout: 12_000, interval: 20 };

let stage: EdgeStage;
let viewer: ConsoleClient;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  await stage.startEdge();
  viewer = await stage.person("viewer");
});
afterAll(() => stage.close());

async function watching(client: ConsoleClient): Promise<FrameSocket> {
  const feed = await client.open("/feed");
  await expect.poll(() => feed.frames[0]?.type, SOON).toBe("snapshot");
  return feed;
}

describe("a client that talks", () => {
  test.each(["/feed", "/trpc"])(
    "W15 a thousand times on %s is closed with 1008, others go on",
    async (path) => {
      const other = await watching(viewer);
      const socket = await viewer.openWith(path, await viewer.ticket());
      const words =
        path === "/trpc" ? '{"id":1,"method":"query","params":{"path":"session.me"}}' : "x";
      socket.socket.on("error", () => undefined);
      socket.socket.removeAllListeners("message");
      for (let said = 0; said < 1_000; said += 1) socket.socket.send(words);
      await expect.poll(() => socket.closedWith, SOON).toBe(1008);
      const heard = other.frames.length;
      await expect.poll(() => other.frames.length, SOON).toBeGreaterThan(heard);
      expect(other.closedWith).toBeNull();
      other.close();
    },
  );
});

describe("a thousand consoles", () => {
  const EACH = 200;

  test("W13 see a change within a second, 99 of 100 of them", async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => stage.person("viewer")));
    const feeds: FrameSocket[] = [];
    for (const person of people) {
      for (let opened = 0; opened < EACH; opened += 20)
        feeds.push(...(await Promise.all(Array.from({ length: 20 }, () => person.open("/feed")))));
    }
    expect(feeds).toHaveLength(people.length * EACH);
    await expect.poll(() => feeds.every(({ frames }) => frames.length > 0), SOON).toBe(true);
    const tookMs: number[] = [];
    const shownAt = performance.now();
    for (const { socket } of feeds) {
      const hear = (data: Buffer) => {
        const frame = JSON.parse(data.toString()) as LiveFrame;
        if (frame.type !== "patch" || frame.view.markets === undefined) return;
        tookMs.push(performance.now() - shownAt);
        socket.off("message", hear);
      };
      socket.on("message", hear);
    }
    stage.screen.quote("BAC", "30.00", "30.02");
    await expect.poll(() => tookMs.length, SOON).toBe(feeds.length);
    tookMs.sort((one, other) => one - other);
    expect(tookMs[Math.floor(tookMs.length * 0.99)]).toBeLessThan(1_000);
    for (const feed of feeds) feed.close();
  }, 60_000);
});
