import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recordDay } from "../../../test/recorded-rig.ts";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { OrderFiles } from "./order-files.ts";

const SOON = { timeout: 60_000, interval: 50 };
const OTHERS = Array.from({ length: 16 }, (_, index) => `il-other-${index}`);

let dataDir: string;
let lastSeq: number;
let files: OrderFiles;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "order-files-"));
  lastSeq = await recordDay(dataDir);
  const key = openHeadKey(dataDir).publicPem;
  files = new OrderFiles(() => ({ dataDir, sources: [], key }), Date.now);
});
afterEach(() => {
  files.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Asked by somebody new each time, unless it is said who. */
const ask = (order: string, who = `asker of ${order}`) => files.ask({ order, who }, lastSeq);

test("so many files are waited for and no more: who asks for another is told when to ask again, and then gets a place", async () => {
  expect(ask("il-first-1").state).toBe("gathering");
  for (const order of OTHERS) expect(ask(order).state).toBe("gathering");
  for (const order of ["il-late-1", "il-late-2"])
    expect(ask(order)).toEqual({
      state: "busy",
      sentence: expect.stringMatching(/^Busy: .* 16 other orders .* Try again in \d+ s\.$/),
    });
  // Who asks for one that is gathered, or waits, takes no further place.
  for (const order of ["il-first-1", ...OTHERS]) expect(ask(order).state).toBe("gathering");
  await vi.waitFor(() => expect(ask("il-first-1").state).toBe("ready"), SOON);
  expect(ask("il-late-1").state).toBe("gathering");
  expect(ask("il-late-2").state).toBe("busy");
});

test("one person takes four places in the line and no more, and keeps nobody else from one", () => {
  expect(ask("il-0", "Ada").state).toBe("gathering");
  for (const order of ["il-1", "il-2", "il-3", "il-4"])
    expect(ask(order, "Ada").state).toBe("gathering");
  expect(ask("il-5", "Ada")).toEqual({
    state: "busy",
    sentence: expect.stringMatching(/^Busy: 4 files that you asked for are waited for\. Try again/),
  });
  expect(ask("il-5", "Bo").state).toBe("gathering");
});
