import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { fullLadder } from "../../../test/approval-rig.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { CONSOLE_URL, EdgeStage } from "../../../test/edge/edge-stage.ts";
import { addPasskey, stepUp, withStepUp } from "../../../test/edge/newcomer.ts";
import { SoftPasskey } from "../../../test/edge/soft-passkey.ts";
import { settings } from "../../../test/rig.ts";
import { commandLine, type RunningCommand, startCommand } from "../test/command-line.ts";
import { seenRunning } from "../test/seen-running.ts";

const SOON = { timeout: 15_000, interval: 50 };
const REASON = "a block that the desk has agreed";

let stage: EdgeStage;
let ada: ConsoleClient;
let bo: ConsoleClient;
let passkey: SoftPasskey;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready({ settings: settings({ approvals: fullLadder() }) });
  await stage.startEdge();
  [ada, bo] = [await stage.person("trader"), await stage.person("risk")];
  passkey = new SoftPasskey(CONSOLE_URL);
  await addPasskey(bo, passkey);
  seenRunning(stage);
  await confirmed(startCommand("sign-in", ...flags()));
});
afterAll(() => stage.close());

const flags = () => ["--data-dir", stage.dataDir];
const orders = () => stage.rig.state.limits?.values.maxOpenOrders;

/** Lets Bo confirm, at their browser and with their passkey, what a command of theirs waits for. */
async function confirmed(command: RunningCommand) {
  const shown = () => /must show the code (\S+)\./.exec(command.stderr)?.[1] ?? "";
  await vi.waitFor(() => expect(shown()).not.toBe(""), SOON);
  const userCode = shown();
  const { seenHash } = await bo.trpc.devices.find.query({ userCode });
  const input = { userCode, seenHash };
  const stepUpId = await stepUp(bo, passkey, { path: "devices.allow", input });
  const { body } = await withStepUp(bo, stepUpId)("devices.allow", input);
  expect(body).toMatchObject({ result: { data: { accepted: true } } });
  return command.ended;
}

async function requested(maxOpenOrders: string): Promise<string> {
  const baseVersion = stage.rig.state.limits?.version ?? 0;
  const ask = { kind: "limits" as const, baseVersion, values: { maxOpenOrders } };
  const commandId = randomUUID();
  const { made = "" } = await ada.trpc.approvals.request.mutate({ commandId, ask, reason: REASON });
  await expect
    .poll(() => bo.trpc.approvals.get.query({ approvalId: made }).catch(() => null))
    .toMatchObject({ state: "waiting" });
  return made;
}

test("a request is approved and applied at the command line, each by a passkey of its own use", async () => {
  const id = await requested("25");
  const approve = startCommand("approvals", "approve", id, "--reason", REASON, ...flags());
  expect(await confirmed(approve)).toMatchObject({ code: 0 });
  expect((await ada.trpc.approvals.get.query({ approvalId: id })).state).toBe("approved");
  expect(await confirmed(startCommand("approvals", "apply", id, ...flags()))).toMatchObject({
    code: 0,
  });
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
