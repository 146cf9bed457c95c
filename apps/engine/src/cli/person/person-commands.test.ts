import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { type Allower, allow, codeOf, withOwnPasskey } from "../test/at-browser.ts";
import { commandLine, startCommand } from "../test/command-line.ts";
import { seenRunning } from "../test/seen-running.ts";

let stage: EdgeStage;
let owner: ConsoleClient;
let person: Allower;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  await stage.startEdge();
  owner = await stage.person("owner");
  person = await withOwnPasskey(owner);
  await stage.sql("update identity.session set way = 'password'");
  seenRunning(stage);
});
afterAll(() => stage.close());

const flags = () => ["--data-dir", stage.dataDir];

test("nobody does anything at a command line where nobody is signed in", async () => {
  for (const words of [
    ["people", "list"],
    ["keys", "list"],
    ["notices", "test"],
  ]) {
    const { code, stdout, stderr } = await commandLine(...words, ...flags());
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Nobody is signed in at this command line: run");
  }
});

test("a sign-in waits for its person at a browser, by a code that works once", async () => {
  const signIn = startCommand("sign-in", ...flags());
  const userCode = await codeOf(signIn);
  const other = await stage.person("viewer");
  const { seenHash } = await owner.trpc.devices.find.query({ userCode });
  const altered = await owner.trpc.devices.allow.mutate({ userCode, seenHash: "0".repeat(64) });
  expect(altered).toMatchObject({ accepted: false });
  expect(await owner.trpc.devices.allow.mutate({ userCode, seenHash })).toMatchObject({
    accepted: false,
    needs: "step_up",
  });
  await allow(person, userCode);
  expect(await signIn.ended).toMatchObject({ code: 0 });
  await expect(other.trpc.devices.find.query({ userCode })).rejects.toThrow("Nothing asks");
  expect(statSync(join(stage.dataDir, "run", "cli-session.json")).mode & 0o777).toBe(0o600);
  const { code, stdout } = await commandLine("people", "list", ...flags());
  expect(code).toBe(0);
  expect(stdout).toContain("owner of the desk");
});

test("an act that needs a passkey waits for it, shows the act to nobody else, and does it once", async () => {
  const create = startCommand("keys", "create", "grafana", "--scope", "read", ...flags());
  const userCode = await codeOf(create);
  const stranger = await stage.person("owner");
  await expect(stranger.trpc.devices.find.query({ userCode })).rejects.toThrow("Nothing asks");
  const asked = await owner.trpc.devices.find.query({ userCode });
  expect(asked.action).toMatchObject({ path: "keys.create" });
  expect(JSON.parse(asked.action?.input ?? "")).toMatchObject({ name: "grafana" });
  await allow(person, userCode);
  const { code, stdout } = await create.ended;
  expect(code).toBe(0);
  expect(stdout).toContain("ilk_");
  const listed = await commandLine("keys", "list", "--json", ...flags());
  expect(JSON.parse(listed.stdout)).toMatchObject([{ name: "grafana", scopes: ["read"] }]);
  expect(await commandLine("keys", "revoke", "grafana", ...flags())).toMatchObject({ code: 0 });
});

test("what is refused at the browser is not done", async () => {
  const role = startCommand(
    "people",
    "invite",
    "bo@desk.test",
    "--name",
    "Bo",
    "--role",
    "viewer",
    ...flags(),
  );
  const userCode = await codeOf(role);
  await owner.trpc.devices.refuse.mutate({ userCode });
  const { code, stderr } = await role.ended;
  expect(code).toBe(1);
  expect(stderr).toContain("It was refused: nothing was done.");
  expect((await owner.trpc.people.list.query()).invitations).toEqual([]);
});

test("a command line cannot allow another one, and its session ends like any other", async () => {
  const second = startCommand("sign-in", ...flags());
  const userCode = await codeOf(second);
  const { cookie } = JSON.parse(
    readFileSync(join(stage.dataDir, "run", "cli-session.json"), "utf8"),
  ) as { cookie: string };
  const { seenHash } = await owner.trpc.devices.find.query({ userCode });
  const response = await fetch(`${stage.url}/trpc/devices.allow`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-interlock-client": "interlock-cli",
      cookie,
    },
    body: JSON.stringify({ userCode, seenHash }),
  });
  expect(await response.json()).toMatchObject({
    result: { data: { accepted: false, sentence: expect.stringContaining("for a browser") } },
  });
  await owner.trpc.devices.refuse.mutate({ userCode });
  expect(await second.ended).toMatchObject({ code: 1 });
  expect(await commandLine("sign-out", ...flags())).toMatchObject({ code: 0 });
  expect(await commandLine("people", "list", ...flags())).toMatchObject({ code: 1 });
});
