import { afterAll, beforeAll, expect, test } from "vitest";
import { REASON } from "../../../test/edge/agreeing.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { type Allower, allowed, signedIn } from "../test/at-browser.ts";
import { commandLine, startCommand } from "../test/command-line.ts";

let stage: EdgeStage;
let owner: Allower;

beforeAll(async () => {
  stage = await EdgeStage.withLadder({ journalsPeople: true });
  const browser = await stage.person("owner");
  await stage.person("owner");
  owner = await signedIn(stage, browser);
});
afterAll(() => stage.close());

/** Runs a command that its owner confirms, at their browser and with their passkey. */
const confirmed = (...words: readonly string[]) =>
  allowed(startCommand(...words, "--data-dir", stage.dataDir), owner);

const asked = () => stage.rig.told("approval_requested").at(-1)?.approval;

test("a role that others must agree to says so without a reason, and is asked for with --reason", async () => {
  const { email } = await (await stage.person("viewer")).trpc.session.me.query();
  const words = ["people", "role", email, "risk"];
  const without = await confirmed(...words);
  expect(without).toMatchObject({ code: 1 });
  expect(without.stdout).toContain(
    'this needs the approval of another person with the role owner. Run the same command again with --reason "…" to ask for it: ',
  );
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
