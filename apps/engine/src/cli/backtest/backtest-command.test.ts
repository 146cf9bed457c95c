import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BacktestReport, backtestReport } from "../../backtest/backtest-report.ts";
import { readAttestation } from "../../golive/attestation.ts";
import { signEvidence } from "../golive/sign-results.ts";
import { commandLine } from "../test/command-line.ts";
import { writeSmallDay } from "../test/small-day.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const attestor = {
  id: "ci",
  may: "ci" as const,
  publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
};
const OF = ["--symbols", "SPY,IBM"];

let folder: string;
let file: string;
let report: BacktestReport;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "backtest-cli-"));
  file = join(folder, "report.json");
  writeSmallDay(join(folder, "days"), 200);
  writeFileSync(
    join(folder, "ci.pem"),
    privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  );
  const ended = await backtest(...OF, "--check", "--points", "2", "--report", file);
  expect(ended.code, ended.stderr).toBe(0);
  report = backtestReport.parse(JSON.parse(readFileSync(file, "utf8")));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const backtest = (...args: string[]) => commandLine("backtest", join(folder, "days"), ...args);

/** Signs the report with what a test changes in it, and reads it as the engine does. */
async function signed(change: object = {}, build = report.build) {
  const changed = join(folder, "changed.json");
  writeFileSync(changed, JSON.stringify({ ...report, ...change }));
  const asked = { results: [changed], replay: null, builders: [], keyId: "ci" };
  const attested = await signEvidence(
    { ...asked, key: join(folder, "ci.pem") },
    { build, now: report.at },
  );
  return readAttestation(attested, [attestor], "live");
}

test("a backtest prints what was earned, what it cost and what its checks found, and ends with 0", async () => {
  const { code, stdout } = await backtest(...OF, "--check", "--points", "1");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Backtest of 2013-10-08, SPY, IBM: 876 events/);
  expect(stdout).toMatch(/P&L net .*gross .*, slippage .*, fees .*deepest fall of the equity/);
  expect(stdout).toMatch(/crossover +SPY .*fills {2}net/);
  expect(stdout).toMatch(/Look-ahead: passed, .* compared at 1 points/);
  expect(stdout).toMatch(/Recursion: passed, .* compared at 2 points/);
});

test("the report names build, configuration, strategies and every file read by their hashes", () => {
  expect(Object.keys(report.strategies)).toEqual(["crossover", "reversion"]);
  expect(report.data.map((one) => one.file)).toEqual([
    "2013-10-08/IBM.quotes.csv.gz",
    "2013-10-08/IBM.trades.csv.gz",
    "2013-10-08/SPY.quotes.csv.gz",
    "2013-10-08/SPY.trades.csv.gz",
  ]);
  expect(report.figures.differences).toEqual([]);
  expect(report.complete).toBe(true);
});

test("with --json the same data give the same report, but for when it was made", async () => {
  const { stdout } = await backtest(...OF, "--check", "--points", "2", "--json");
  expect({ ...backtestReport.parse(JSON.parse(stdout)), at: report.at }).toEqual(report);
});

test.each([
  [
    ["--strategies", "luck"],
    /There is no strategy "luck": the configuration has crossover, reversion/,
  ],
  [["--date", "2013-10-09", ...OF], /has no day 2013-10-09; there are: 2013-10-08/],
  [["--date", "someday"], /--date is "someday": it must be a day such as 2013-10-08/],
  [["--symbols", "BAC"], /no day with quotes and trades of BAC/],
])("what cannot be played is a wrong command with a sentence: %s", async (args, sentence) => {
  const { code, stderr } = await backtest(...args);
  expect(stderr).toMatch(sentence);
  expect(code).toBe(2);
});

test("a report of this build, whole, with costs and both checks passed is signed as the evidence of its strategies", async () => {
  expect(await signed()).toMatchObject({
    ok: true,
    value: {
      evidence: [
        {
          name: "backtest",
          build: report.build,
          passed: true,
          measuredAt: report.at,
          strategies: report.strategiesHash,
        },
      ],
    },
  });
});

test("a report of another build, of a part, without costs, without checks, or with one that failed is not signed", async () => {
  const failed = { passed: false, points: 5, compared: 9, difference: "it knew the close" };
  const figures = (change: object) => ({ figures: { ...report.figures, ...change } });
  const refusals: readonly [object, RegExp][] = [
    [{ complete: false }, /played a part of the strategies only/],
    [{ costs: { ...report.costs, regulatoryFees: false } }, /was made without costs/],
    [{ costs: { ...report.costs, partialFills: 0 } }, /was made without costs/],
    [figures({ account: { ...report.figures.account, fills: 0 } }), /filled no order/],
    [{ checks: null }, /was made without --check/],
    [{ checks: { ...report.checks, lookAhead: failed } }, /look-ahead check: it knew the close/],
    [{ checks: { ...report.checks, recursion: failed } }, /recursion check: it knew the close/],
    [
      { figures: { ...report.figures, disabled: { luck: "it threw" } } },
      /turned strategy luck off/,
    ],
    [figures({ differences: ["cash"] }), /ended with books that differ/],
    [{ figures: undefined }, /is no whole report of \.\/interlock backtest/],
  ];
  for (const [change, sentence] of refusals) await expect(signed(change)).rejects.toThrow(sentence);
  await expect(signed({}, "f".repeat(64))).rejects.toThrow(/is of build/);
});
