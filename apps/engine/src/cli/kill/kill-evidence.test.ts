import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
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
  expect(stdout).toMatch(/^ {2}requested +\d\d:\d\d:\d\d\.\d{3}Z {2}/m);
  expect(stdout).toMatch(/cancels? asked for, 0 gone at the venue$/m);
  expect(code).toBe(0);
  const first = JSON.parse((await receipt("kill-1", "--json")).stdout) as unknown;
  expect(first).toMatchObject({ killId: "kill-1", reason: "first", stage: "proven" });
  expect(first).toMatchObject({ receipt: { stages: { gate_closed: { hostAt: 5 } } } });
});

test("a kill that never was is refused with those that were", async () => {
  rig.command({ kind: "kill", mode: "halt", reason: "first", includeStops: false });
  await rig.durable();
  const { code, stderr } = await receipt("kill-9");
  expect(stderr).toBe("The journal knows no kill kill-9. The latest are kill-1.\n");
  expect(code).toBe(1);
});
