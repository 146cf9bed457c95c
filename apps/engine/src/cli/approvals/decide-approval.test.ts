import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REASON } from "../../../test/approval-rig.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { requestOpenOrders } from "../../../test/approvals/limit-request.ts";
import { openRigSocket } from "../../../test/rig-socket.ts";
import { approvalsStatus } from "../../operator/approval/approvals-status.ts";
import { type Allower, allowed, signedIn } from "../test/at-browser.ts";
import { commandLine, startCommand } from "../test/command-line.ts";

let stage: EdgeStage;
let ada: ConsoleClient;
let bo: Allower;

beforeAll(async () => {
  stage = await EdgeStage.withLadder();
  ada = await stage.person("trader");
  bo = await signedIn(stage, await stage.person("risk"));
});
afterAll(() => stage.close());

const flags = () => ["--data-dir", stage.dataDir];
const orders = () => stage.rig.state.limits?.values.maxOpenOrders;

async function requested(maxOpenOrders: string): Promise<string> {
  const people = { asker: ada, decider: bo.browser };
  return (await requestOpenOrders(stage, people, maxOpenOrders)).id;
}

test("a request is approved and applied at the command line, each by a passkey of its own use", async () => {
  const id = await requested("25");
  const approve = startCommand("approvals", "approve", id, "--reason", REASON, ...flags());
  expect(await allowed(approve, bo)).toMatchObject({ code: 0 });
  expect((await ada.trpc.approvals.get.query({ approvalId: id })).state).toBe("approved");
  const apply = startCommand("approvals", "apply", id, ...flags());
  expect(await allowed(apply, bo)).toMatchObject({ code: 0 });
  expect(orders()).toBe(25);
  const told = stage.rig.told("approval_decided").find(({ approvalId }) => approvalId === id);
  expect(told?.decision).toMatchObject({ by: { role: "risk" }, verdict: "approve" });
});

test("a request is declined at the command line at once", async () => {
  const id = await requested("26");
  const declined = await commandLine("approvals", "decline", id, "--reason", REASON, ...flags());
  expect(declined, `${declined.stdout} ${declined.stderr}`).toMatchObject({ code: 0 });
  expect((await ada.trpc.approvals.get.query({ approvalId: id })).state).toBe("declined");
  expect(orders()).not.toBe(26);
});

test("a request says, to who is signed in, whose approval counts only later and from when on", async () => {
  const newcomer = await stage.person("risk");
  const { userId } = await newcomer.trpc.session.me.query();
  await stage.sql(`
    update identity."user" set name = 'Newcomer', "raisedAloneBy" = 'somebody', "raisedAloneAt" = now()
      where id = '${userId}'`);
  const id = await requested("27");
  const socket = await openRigSocket(join(stage.dataDir, "run", "engine.sock"), stage.rig, () => ({
    approvals: approvalsStatus(stage.rig.state.approvals),
  }));
  const shown = await commandLine("approvals", id, ...flags());
  await socket.close();
  expect(shown.stdout).toMatch(
    /^ {2}The approval of Newcomer \(risk\) counts from \d\d:\d\d:\d\d ET on \S+ on, once they hold a passkey/m,
  );
});
