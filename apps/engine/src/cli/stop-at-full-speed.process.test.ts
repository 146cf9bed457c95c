import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { verifyJournal } from "../journal/verify-journal.ts";
import { Product, type Ready } from "./test/product.ts";

/** An orderly stop may take so long before the processes are ended; the suite's machine may be busy besides. */
const STOP_MS_MAX = 25_000;
const SOON = { timeout: 120_000, interval: 50 };

let folder: string;
let product: Product;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "full-speed-"));
  const ports = ["--engine-port", "0", "--venue-port", "0", "--watchdog-port", "0"];
  const day = ["--generate", "--seed", "7", "--symbols", "SPY", "--from", "15:00"];
  product = new Product(...day, "--speed", "max", ...ports, "--data-dir", folder);
});
afterEach(async () => {
  product.child.kill("SIGKILL");
  await product.ended;
  rmSync(folder, { recursive: true, force: true });
});

const sent = async ({ venue }: Ready): Promise<number> => {
  const answer = await fetch(`${venue}/sim/tape`);
  return z.object({ events_sent: z.number() }).parse(await answer.json()).events_sent;
};

test("SIGTERM while a day is played at full speed ends everything in order, with a sound journal", async () => {
  const ready = await product.ready();
  await expect.poll(() => sent(ready), SOON).toBeGreaterThan(500);
  product.child.kill("SIGTERM");
  const ended = () => product.child.exitCode ?? product.child.signalCode;
  await expect.poll(ended, { timeout: STOP_MS_MAX, interval: 50 }).toBe(0);
  expect(await verifyJournal(folder)).toMatchObject({ ok: true, unfinished: null });
}, 240_000);
