import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchDay } from "./watch-day.ts";

let folder: string;
let server: Server;
let asked: number;
let finished: boolean;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "watch-day-"));
  [asked, finished] = [0, false];
  server = createServer((_, response) => {
    asked += 1;
    const pace = { events_sent: 1, events_total: null, events_per_second: 1, venue_time: "" };
    response.end(JSON.stringify({ ...pace, finished }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function watch(signal: AbortSignal) {
  const { port } = server.address() as AddressInfo;
  const nothing = () => undefined;
  const parts = { dataDir: folder, databaseUrl: "", say: nothing, summary: nothing };
  return watchDay({ ...parts, venueUrl: `http://127.0.0.1:${port}`, signal });
}

test.each([
  ["while its tape plays", false],
  ["while an engine that is gone is waited for", true],
])("a day is watched no longer when everything is stopped %s", async (_, isFinished) => {
  finished = isFinished;
  const stopped = new AbortController();
  const watched = watch(stopped.signal);
  await expect.poll(() => asked, { timeout: 10_000, interval: 10 }).toBeGreaterThan(0);
  stopped.abort();
  expect(await watched).toBeNull();
});
