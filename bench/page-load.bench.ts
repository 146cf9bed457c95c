import { gzipSync } from "node:zlib";
import type { Page, Response } from "@playwright/test";
import { reportRow } from "./harness/bench-row.ts";
import { median } from "./harness/statistics.ts";
import { openWatchedConsole } from "./product/console.ts";
import { openBenchEngine } from "./workload/bench-engine.ts";

/**
 * Lines 26 to 28: the overview with an empty cache, at full speed and on slow 4G with a quarter of the processor. The
 * scripts count whole, at gzip's default level, with whatever they load within two seconds of the page's load event.
 */
const ROUNDS = 5;
const SETTLE_MS = 2_000;

/** FreqUI 7a6dc57, `/trade` on a mock API, Chromium, as published with the list of figures; not measured here. */
const FREQUI = { scriptKb: 813, lcpMs: 2_000, tbtMs: 1_000, slowLcpMs: 8_300, slowTbtMs: 2_800 };

/** Lighthouse's slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};

/** Runs in the page before anything else, hence a text: notes the largest paint and every long task. */
const OBSERVE = `
  globalThis.seen = { lcpMs: 0, blockedMs: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcpMs = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.blockedMs += Math.max(0, entry.duration - 50);
  }).observe({ type: "longtask", buffered: true });
`;

interface Load {
  readonly lcpMs: number;
  readonly blockedMs: number;
  readonly scriptKb: number;
}

async function throttle(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_4G);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

function collectScripts(page: Page): readonly Response[] {
  const scripts: Response[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response);
  });
  return scripts;
}

async function gzippedKb(scripts: readonly Response[]): Promise<number> {
  const sizes = await Promise.all(scripts.map(async (one) => gzipSync(await one.body()).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1_024;
}

const startedAt = performance.now();
const watched = await openWatchedConsole((log) =>
  openBenchEngine({
    symbols: 20,
    log,
    elapsedMs: () => performance.now() - startedAt,
    onSubmit: () => undefined,
  }),
);

async function load(slow: boolean): Promise<Load> {
  const window = await watched.newWindow();
  const page = await window.newPage();
  await page.addInitScript(OBSERVE);
  if (slow) await throttle(page);
  const scripts = collectScripts(page);
  await page.goto(watched.url, { waitUntil: "load" });
  await page.getByTestId("equity").waitFor();
  await page.waitForTimeout(SETTLE_MS);
  const seen = await page.evaluate<Omit<Load, "scriptKb">>("seen");
  const scriptKb = await gzippedKb(scripts);
  await window.close();
  if (seen.lcpMs === 0) throw new Error("void: the page named no largest paint");
  return { ...seen, scriptKb };
}

const fast: Load[] = [];
const slow: Load[] = [];
// The first load finds the server's own caches cold.
await load(false);
for (let round = 0; round < ROUNDS; round += 1) {
  fast.push(await load(false));
  slow.push(await load(true));
}
await watched.close();

const middle = (loads: readonly Load[], key: keyof Load) => median(loads.map((one) => one[key]));
const row = { unit: "ratio", better: "lower" } as const;
const scriptKb = middle(fast, "scriptKb");
console.error(JSON.stringify({ fast, slow }));
reportRow({
  name: "26 first-load JS gz, overview",
  value: scriptKb,
  goal: 220,
  unit: "KB",
  better: "lower",
});
reportRow({
  name: "26 first-load JS gz ÷ FreqUI",
  value: scriptKb / FREQUI.scriptKb,
  goal: 0.27,
  ...row,
});
for (const [name, loads, lcp, tbt, goal] of [
  ["unthrottled", fast, FREQUI.lcpMs, FREQUI.tbtMs, 0.2],
  ["slow 4G, CPU/4", slow, FREQUI.slowLcpMs, FREQUI.slowTbtMs, 0.25],
] as const) {
  reportRow({
    name: `27 LCP ÷ FreqUI, ${name}`,
    value: middle(loads, "lcpMs") / lcp,
    goal,
    ...row,
  });
  reportRow({
    name: `28 TBT ÷ FreqUI, ${name}`,
    value: middle(loads, "blockedMs") / tbt,
    goal: 0.15,
    ...row,
  });
}
process.exit();
