import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ADA, ApprovalRig } from "../../../test/approval-rig.ts";
import { openRigSocket } from "../../../test/rig-socket.ts";
import { approvalsStatus } from "../../operator/approval/approvals-status.ts";
import type { ControlSocketServer } from "../../operator/control-socket-server.ts";
import { limitsStatus } from "../../operator/limits/limits-status.ts";
import { commandLine } from "../test/command-line.ts";

let folder: string;
let server: ControlSocketServer;
let rig: ApprovalRig;

const interlock = (...args: string[]) => commandLine("approvals", ...args, "--data-dir", folder);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "approvals-"));
  mkdirSync(join(folder, "run"));
  rig = new ApprovalRig();
  server = await openRigSocket(join(folder, "run", "engine.sock"), rig, () => ({
    approvals: approvalsStatus(rig.state.approvals),
    venueTime: rig.time,
    limits: rig.state.limits === null ? null : limitsStatus(rig.state.limits),
  }));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("open requests are listed and shown, and decided by nobody who is not signed in", async () => {
  expect((await interlock()).stdout).toBe("No request is open.\n");
  const { id } = rig.request(ADA, rig.change({ maxOpenOrders: "25" }));
  const listed = await interlock();
  expect(listed.code).toBe(0);
  expect(listed.stdout).toContain(`${id}  waiting  Limits of the account, by Ada`);
  const shown = await interlock(id);
  expect(shown.stdout).toContain("Open orders: 20 → 25");
  expect(shown.stdout).toContain("one other person with the role risk or owner");
  expect(shown.stdout).toContain("/approvals, or here by approve, decline and apply, signed in.");
  const decided = await interlock("approve", id, "--reason", "looked into it twice");
  expect([decided.code, decided.stdout]).toEqual([3, ""]);
  expect((await interlock("ap-none")).code).not.toBe(0);
});

test("a looser limit by the command line is refused with the way to have it agreed", async () => {
  const { code, stdout } = await commandLine(
    ...["limits", "--set", "maxOpenOrders=25", "--reason", "a block that the desk agreed"],
    ...["--data-dir", folder],
  );
  expect(code).not.toBe(0);
  expect(stdout).toContain("This needs the approval of another person with the role risk or owner");
  expect(rig.state.limits?.values.maxOpenOrders).toBe(20);
});
