import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatQuantity } from "@interlock/core/number/quantity";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lastClosing, position, sweep } from "../../../test/kill-rig.ts";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { keepReport } from "../../watchdog/kill/kept-reports.ts";
import type { KillLatch } from "../../watchdog/kill/kill-latch.ts";
import { reportKill, startProgress } from "../../watchdog/kill/pursuit/kill-progress.ts";
import { commandLine } from "../test/command-line.ts";

let folder: string;
let rig: RecordedRig;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "receipt-"));
  rig = await RecordedRig.open(folder);
  rig.ready();
});
afterEach(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A kill that the watchdog began because the engine fell silent. */
function readyLatch(): KillLatch {
  return {
    version: 1,
    commandId: "by-hand",
    mode: "cancel",
    includeStops: false,
    reason: "silence",
    by: { userId: "watchdog", name: "watchdog", role: "owner" },
    via: "watchdog",
    trigger: "silence",
    requestedAt: Date.now(),
    haltSeen: false,
    provenAt: null,
  };
}

const receipt = (...args: string[]) =>
  commandLine("kill", "--receipt", ...args, "--data-dir", folder);

test("the receipt of a kill is read from the journal, without an engine: stages, orders and their times", async () => {
  rig.command({ kind: "kill", mode: "halt", reason: "first", includeStops: false });
  const killId = rig.state.kill?.killId ?? "";
  rig.give({ kind: "kill_gate_closed", killId, hostAt: 5 });
  rig.command({ kind: "resume", reason: "looked into it" });
  rig.command({ kind: "kill", mode: "cancel", reason: "second", includeStops: false });
  await rig.durable();
  const { code, stdout } = await receipt("latest");
  expect(stdout).toMatch(/^Receipt kill-2: cancel of everything, by Ada, gate_closed\.$/m);
  expect(stdout).toMatch(/^ {2}requested and decided +\d\d:\d\d:\d\d\.\d{3} ET {2}/m);
  const earlier = await receipt("kill-1");
  expect(earlier.stdout).toMatch(/^ {2}gate closed on disk +\d\d:\d\d:\d\d\.\d{3} ET {2}/m);
  expect(stdout).toMatch(/cancels? asked for, 0 gone at the venue$/m);
  expect(code).toBe(0);
  const first = JSON.parse((await receipt("kill-1", "--json")).stdout) as unknown;
  expect(first).toMatchObject({ killId: "kill-1", reason: "first", stage: "proven" });
  expect(first).toMatchObject({ receipt: { stages: { gate_closed: { hostAt: 5 } } } });
});

test("the receipts say whose act each was, where the watchdog made a person's halt a cancel", async () => {
  const raised = { from: "halt", by: "watchdog", reason: "silence" } as const;
  const latch = { mode: "cancel", includeStops: false, reason: "odd prices" } as const;
  rig.ready({ latch: { ...latch, by: "Ada", raised } });
  await rig.durable();
  const by = { userId: "u1", name: "Ada", role: "owner" };
  keepReport(folder, reportKill({ ...readyLatch(), ...latch, by, raised }, startProgress()));
  const { stdout } = await receipt("latest");
  const whose = "Ada asked for halt; watchdog made it cancel: silence.";
  expect(stdout).toMatch(
    new RegExp(`^Receipt kill-1: cancel of everything, by Ada, .*${whose}$`, "m"),
  );
  expect(stdout).toMatch(new RegExp(`^Receipt of the watchdog for by-hand: .*${whose}$`, "m"));
});

test("a kill that never was is refused with those that were", async () => {
  rig.command({ kind: "kill", mode: "halt", reason: "first", includeStops: false });
  await rig.durable();
  const { code, stderr } = await receipt("kill-9");
  expect(stderr).toBe("Nothing is kept of a kill kill-9. There are kill-1.\n");
  expect(code).toBe(1);
});

test("what the watchdog did by itself is read from its own report, order by order, without journal or engine", async () => {
  const progress = startProgress();
  progress.receipt.reached("gate_closed");
  progress.receipt.asked([{ id: "v-1", what: "buy 5 SPY" }]);
  progress.receipt.showsOpen(new Set());
  const latch = readyLatch();
  keepReport(folder, reportKill(latch, progress));
  const { code, stdout } = await receipt("by-hand");
  expect(stdout).toMatch(
    /^Receipt of the watchdog for by-hand: cancel, by watchdog at \d\d:\d\d:\d\d ET, requested\.$/m,
  );
  expect(stdout).toMatch(/^ {2}gate seen closed +\d\d:\d\d:\d\d\.\d{3} ET {2}after /m);
  expect(stdout).toMatch(/^ {2}first cancel sent +\d\d:\d\d:\d\d\.\d{3} ET {2}after /m);
  expect(stdout).toMatch(/^ {4}buy 5 SPY \(v-1\): asked \S+ ET, gone \S+ ET$/m);
  expect(code).toBe(0);
});

test("the latest is the engine's and the watchdog's, for one may be of a kill that the other never saw", async () => {
  rig.command({ kind: "kill", mode: "halt", reason: "first", includeStops: false });
  await rig.durable();
  const latch = readyLatch();
  keepReport(folder, reportKill(latch, startProgress()));
  const earlier = { ...latch, commandId: "zz-before", requestedAt: latch.requestedAt - 60_000 };
  keepReport(folder, reportKill(earlier, startProgress()));
  const { code, stdout } = await receipt("latest");
  expect(stdout).toMatch(/^Receipt kill-1: halt of everything, by Ada, /m);
  expect(stdout).toMatch(
    /^Receipt of the watchdog for by-hand: cancel, by watchdog at \d\d:\d\d:\d\d ET, /m,
  );
  expect(stdout).not.toContain("zz-before");
  expect(code).toBe(0);
});

test("the watchdog's report is shown although the journal is damaged", async () => {
  rig.command({ kind: "kill", mode: "halt", reason: "first", includeStops: false });
  await rig.durable();
  keepReport(folder, reportKill(readyLatch(), startProgress()));
  const segments = join(folder, "journal");
  const [segment = ""] = readdirSync(segments);
  const bytes = readFileSync(join(segments, segment));
  bytes.write("damaged!", bytes.length >> 1);
  writeFileSync(join(segments, segment), bytes);
  const { code, stdout, stderr } = await receipt("latest");
  expect(stdout).toMatch(/^Receipt of the watchdog for by-hand: /m);
  expect(stderr).toContain("The engine's receipts cannot be read: ");
  expect(code).toBe(0);
});

test("a report of the watchdog that cannot be read is named, and not taken for none", async () => {
  keepReport(folder, reportKill(readyLatch(), startProgress()));
  const [name = ""] = readdirSync(join(folder, "run", "kill-reports"));
  const path = join(folder, "run", "kill-reports", name);
  writeFileSync(path, readFileSync(path, "utf8").replace('"stage"', '"stages"'));
  rig.command({ kind: "kill", mode: "halt", reason: "first", includeStops: false });
  await rig.durable();
  const { stdout, stderr } = await receipt("latest");
  expect(stdout).toMatch(/^Receipt kill-1: /m);
  expect(stderr).toContain(`The watchdog's report ${path} cannot be read: stage: `);
});

test("the receipt of a flatten names each closing order, and what of it was filled", async () => {
  rig.quote("SPY", "100.00", "100.02");
  const [bought] = rig.wish("SPY", 1);
  if (bought === undefined) throw new Error("nothing was bought");
  rig.accept(bought);
  rig.fill(bought, { id: "x1", quantity: formatQuantity(bought.quantity), price: "100.01" });
  rig.command({ kind: "kill", mode: "flatten", reason: "enough", includeStops: false });
  sweep(rig, [], [position(formatQuantity(bought.quantity))]);
  const closing = lastClosing(rig);
  rig.accept(closing);
  rig.fill(closing, { id: "x2", quantity: "9", price: "99.98" });
  await rig.durable();
  const { stdout } = await receipt("latest");
  expect(stdout).toMatch(/^ {2}1 closing order sent, 0 filled whole$/m);
  const quantity = formatQuantity(closing.quantity);
  const line = ` {4}sell ${quantity} SPY \\(${closing.clientOrderId}\\): sent \\S+ ET, 9 filled`;
  expect(stdout).toMatch(new RegExp(`^${line}$`, "m"));
  expect(stdout).not.toContain(`buy ${quantity} SPY`);
});
