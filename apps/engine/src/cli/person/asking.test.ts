import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { fullLadder } from "../../../test/approval-rig.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { CONSOLE_URL, EdgeStage } from "../../../test/edge/edge-stage.ts";
import { addPasskey, stepUp, withStepUp } from "../../../test/edge/newcomer.ts";
import { SoftPasskey } from "../../../test/edge/soft-passkey.ts";
import { settings } from "../../../test/rig.ts";
import { commandLine, startCommand } from "../test/command-line.ts";
import { seenRunning } from "../test/seen-running.ts";

const SOON = { timeout: 20_000, interval: 50 };
const REASON = "they look after the limits from now on";

let stage: EdgeStage;
let owner: ConsoleClient;
let passkey: SoftPasskey;

beforeAll(async () => {
  stage = await EdgeStage.open({ journalsPeople: true });
  stage.rig.ready({ settings: settings({ approvals: fullLadder() }) });
  await stage.startEdge();
  owner = await stage.person("owner");
  await stage.person("owner");
  passkey = new SoftPasskey(CONSOLE_URL);
  await addPasskey(owner, passkey);
  seenRunning(stage);
  await confirmed("sign-in");
});
afterAll(() => stage.close());

/** Runs a command that its owner confirms, at their browser and with their passkey. */
async function confirmed(...words: readonly string[]) {
  const command = startCommand(...words, "--data-dir", stage.dataDir);
  const shown = () => /must show the code (\S+)\./.exec(command.stderr)?.[1] ?? "";
  await vi.waitFor(() => expect(shown()).not.toBe(""), SOON);
  const userCode = shown();
  const { seenHash } = await owner.trpc.devices.find.query({ userCode });
  const input = { userCode, seenHash };
  const stepUpId = await stepUp(owner, passkey, { path: "devices.allow", input });
  await withStepUp(owner, stepUpId)("devices.allow", input);
  return command.ended;
}

const asked = () => stage.rig.told("approval_requested").at(-1)?.approval;

test("a role that others must agree to says so without a reason, and is asked for with --reason", async () => {
  const { email } = await (await stage.person("viewer")).trpc.session.me.query();
  const words = ["people", "role", email, "risk"];
  const without = await confirmed(...words);
  expect(without).toMatchObject({ code: 1 });
  expect(without.stdout).toContain("Give a reason to ask for it");
  expect(without.stderr).toContain('with --reason "…"');
  expect(asked()).toBeUndefined();
  const { code, stdout } = await confirmed(...words, "--reason", REASON);
  expect(stdout).toMatch(/^Request ap-\S+ waits for /);
  expect(code).toBe(0);
  expect(asked()).toMatchObject({ reason: REASON, subject: { kind: "role" } });
}, 60_000);

test.each([
  [["people", "role", "a@desk.test", "risk", "--reason", "short"], "--reason must have 10 to 500"],
  [["people", "role", "a@desk.test", "king"], "The role must be one of viewer, trader"],
  [
    ["people", "invite", "b@desk.test", "--name", "B", "--role", "risk", "--reason", "short"],
    "--reason must have 10 to 500",
  ],
  [["people", "suspend", "a@desk.test", "--reason", "x"], "--reason must have 10 to 500"],
  [["keys", "create", "bot", "--scope", "trade", "--reason", "x"], "--reason must have 10 to 500"],
])("%j is refused with what is allowed, with code 2", async (words, sentence) => {
  const { code, stderr } = await commandLine(...words, "--data-dir", stage.dataDir);
  expect(stderr).toContain(sentence);
  expect(code).toBe(2);
});

test.each([
  [["people", "invite", "nobody", "--name", "N", "--role", "viewer"], /e-mail/i],
  [["people", "invite", "n@desk.test", "--name", "", "--role", "viewer"], /name/i],
  [["people", "role", "nobody@desk.test", "risk"], /^Nobody here has the e-mail address/],
  [["keys", "create", "", "--scope", "read"], /name/i],
  [["approvals", "approve", "nonsense", "--reason", REASON], /id of a request/],
  [["approvals", "approve", "ap-abcdef-zz", "--reason", REASON], /request/i],
  [["approvals", "cancel", "nonsense"], /id of a request/],
])("%j is refused in one sentence that a person can read", async (words, sentence) => {
  const { code, stderr } = await commandLine(...words, "--data-dir", stage.dataDir);
  expect(stderr.trim()).toMatch(sentence);
  expect(stderr.trim()).not.toMatch(/[[{]|Error:|undefined|\n/);
  expect(code).not.toBe(0);
});
