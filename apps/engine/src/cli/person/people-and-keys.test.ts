import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { anyFreePort } from "../../supervisor/start/port-holder.ts";
import { commandLine } from "../test/command-line.ts";
import { seenRunning } from "../test/seen-running.ts";
import { dropSession, keepSession } from "./session-file.ts";

let stage: EdgeStage;
let owner: ConsoleClient;
let people = 0;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  await stage.startEdge();
  owner = await stage.person("owner");
  seenRunning(stage);
  signedIn(owner);
});
afterAll(() => stage.close());

/** Has somebody be signed in at the command line. */
function signedIn({ address }: ConsoleClient): void {
  keepSession(stage.dataDir, { cookie: address.cookie, name: "owner of the desk" });
}

const run = (...words: readonly string[]) => commandLine(...words, "--data-dir", stage.dataDir);

/** Somebody in a role, under an address and a name that a test can name. */
async function somebody(role: "viewer" | "trader" = "viewer") {
  people += 1;
  const client = await stage.person(role);
  const { userId } = await client.trpc.session.me.query();
  const [email, name] = [`ada${people}@desk.test`, `Ada ${people}`];
  await stage.sql(
    `update identity."user" set email = '${email}', name = '${name}' where id = '${userId}'`,
  );
  return { client, userId, email, name };
}

const found = async (email: string) =>
  (await owner.trpc.people.list.query()).people.find((one) => one.email === email);

describe("people at the command line", () => {
  test("are listed by address, role, name, open sessions and id, with the suspended and the invited", async () => {
    const ada = await somebody("trader");
    const bo = await somebody();
    await stage.sql(`update identity."user" set "suspendedAt" = now() where id = '${bo.userId}'`);
    const invited = { email: "new@desk.test", name: "New", role: "ops" } as const;
    await owner.trpc.people.invite.mutate(invited);
    const { code, stdout } = await run("people", "list");
    const lines = stdout.trim().split("\n");
    expect(lines).toContain(`${ada.email}  trader  ${ada.name}  1 session  ${ada.userId}`);
    expect(lines).toContain(`${bo.email}  viewer  ${bo.name}  suspended  ${bo.userId}`);
    expect(lines.at(-1)).toBe("new@desk.test  ops  New  invited");
    expect(code).toBe(0);
    const json = await run("people", "list", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ invitations: [invited] });
  });

  test("an invitation's link is printed once, and is the one thing that is in no list", async () => {
    const words = ["people", "invite", "Link@desk.test", "--name", "Link", "--role", "viewer"];
    const { code, stdout } = await run(...words);
    const [link = ""] = stdout.split("\n");
    expect([code, link]).toEqual([0, expect.stringMatching(/\/join#\S{20,}$/)]);
    const listed = await run("people", "list", "--json");
    expect(listed.stdout).toContain("link@desk.test");
    expect(listed.stdout).not.toContain(link.split("#")[1]);
  });

  test("get another role by their address in any case, which --json answers in one line", async () => {
    const { email, name } = await somebody("trader");
    const { code, stdout } = await run("people", "role", email.toUpperCase(), "viewer", "--json");
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { accepted: true, sentence: `${name} is viewer from now on.` },
    ]);
    expect(await found(email)).toMatchObject({ role: "viewer" });
  });

  test("in a role already are told so with code 1", async () => {
    const { email, name } = await somebody("trader");
    expect(await run("people", "role", email, "trader")).toMatchObject({
      code: 1,
      stdout: `${name} is trader already.\n`,
    });
  });

  test.each([
    ["role", (email: string) => ["role", email, "chief"]],
    ["invitation", () => ["invite", "x@desk.test", "--name", "X", "--role", "chief"]],
  ])(
    "get no %s in a role that there is not: the roles are named, with code 2",
    async (_, words) => {
      const { email } = await somebody("trader");
      const { code, stdout, stderr } = await run("people", ...words(email));
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^The role must be one of .*viewer/);
      expect(await found(email)).toMatchObject({ role: "trader" });
    },
  );

  test.each([
    ["role", "viewer"],
    ["suspend", "--reason", "left the desk today"],
    ["sessions", "--end"],
  ])("who are not here are named, and `people %s` does nothing", async (command, ...rest) => {
    const before = await owner.trpc.people.list.query();
    expect(await run("people", command, "nobody@desk.test", ...rest)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "Nobody here has the e-mail address nobody@desk.test.\n",
    });
    expect((await owner.trpc.people.list.query()).people).toEqual(before.people);
  });

  test("are suspended for a reason, and their sessions end", async () => {
    const { email, name, client } = await somebody();
    const short = await run("people", "suspend", email, "--reason", "short");
    expect(short.code).not.toBe(0);
    expect(await found(email)).toMatchObject({ suspendedAt: null });
    const words = ["people", "suspend", email, "--reason", "left the desk today"];
    expect(await run(...words)).toMatchObject({
      code: 0,
      stdout: `${name} is suspended: 1 session is ended, and none begins.\n`,
    });
    await expect(client.trpc.session.me.query()).rejects.toThrow("Sign in first");
    expect(await run(...words)).toMatchObject({
      code: 1,
      stdout: `${name} is suspended already.\n`,
    });
  });

  test("have their sessions listed with time, address, way and device, and ended all at once", async () => {
    const { email, name, userId, client } = await somebody();
    await stage.sessionFor(client);
    await stage.sql(`
      update identity.session set "ipAddress" = '10.1.2.3', "userAgent" = 'Firefox'
        where id = (select max(id) from identity.session where "userId" = '${userId}')`);
    const { stdout, code } = await run("people", "sessions", email);
    const lines = stdout.trim().split("\n").sort();
    expect(lines).toHaveLength(2);
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}10\.1\.2\.3 {2}\w+ {2}Firefox$/m);
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}- {2}\w+ {2}-$/m);
    expect(code).toBe(0);
    const json = await run("people", "sessions", email, "--json");
    expect(JSON.parse(json.stdout)).toHaveLength(2);
    expect(await run("people", "sessions", email, "--end")).toMatchObject({
      code: 0,
      stdout: `All 2 sessions of ${name} ended.\n`,
    });
    expect(await run("people", "sessions", email)).toMatchObject({
      code: 0,
      stdout: `${name} is not signed in anywhere.\n`,
    });
    expect((await run("people", "sessions", email, "--end")).code).toBe(1);
  });
});

test("what others agreed to is listed with the command that fetches it, and until when, as long as nobody did", async () => {
  const { userId } = await owner.trpc.session.me.query();
  const agreed = (id: string, content: object) =>
    stage.sql(`
      insert into identity.authority_act
        ("approvalId", content, "requestedBy", "fourEyes", done, sentence, "collectBy")
      values ('${id}', '${JSON.stringify(content)}', '${userId}', true, true, '', now() + interval '1 day')`);
  await agreed("ap-1", { act: "invite", email: "cy@desk.test", name: "Cy", role: "risk" });
  const key = { act: "make_key", userId, name: "bot", scopes: ["read", "trade"], days: 7 };
  await agreed("ap-2", key);
  expect((await run("people", "list")).stdout).toMatch(
    /^agreed: Cy; fetch the link until \d{4}-\S+Z: people invite cy@desk\.test --name "Cy" --role risk$/m,
  );
  expect((await run("keys", "list")).stdout).toMatch(
    /^agreed: bot; fetch it until \d{4}-\S+Z: keys create "bot" --scope read trade --days 7$/m,
  );
  await stage.sql(`update identity.authority_act set "collectedAt" = now()`);
  expect((await run("people", "list")).stdout).not.toContain("agreed");
  expect((await run("keys", "list")).stdout).not.toContain("agreed");
});

describe("keys at the command line", () => {
  test.each(["0", "1.5", "100000", "soon"])(
    "are not made for %s days, with code 2",
    async (days) => {
      const words = ["keys", "create", "odd", "--scope", "read", "--days", days];
      const { code, stderr } = await run(...words);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^--days must be from 1 to \d+\.$/m),
      ]);
      expect(await owner.trpc.keys.list.query()).toEqual([]);
    },
  );

  test("are not made for a scope that there is not: the scopes are named, with code 2", async () => {
    const { code, stderr } = await run("keys", "create", "odd", "--scope", "read", "everything");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^--scope must be among .*read/)]);
    expect(await owner.trpc.keys.list.query()).toEqual([]);
  });

  test("none is a sentence, and an empty list with --json", async () => {
    expect((await run("keys", "list")).stdout).toBe("There is no key.\n");
    expect((await run("keys", "list", "--json")).stdout).toBe("[]\n");
  });

  test("of one name are told apart by their ids before one is ended, and one that is gone is none", async () => {
    for (const _ of ["first", "second"])
      expect((await run("keys", "create", "lamp", "--scope", "read", "--days", "7")).code).toBe(0);
    const keys = await owner.trpc.keys.list.query();
    const ids = keys.map(({ id }) => id);
    const both = await run("keys", "revoke", "lamp");
    expect([both.code, both.stdout]).toEqual([1, ""]);
    expect(both.stderr).toContain("2 keys have the name lamp: name the id.");
    for (const id of ids) expect(both.stderr).toContain(id);
    const [one = "", other = ""] = ids;
    expect((await run("keys", "revoke", one)).code).toBe(0);
    const left = (await owner.trpc.keys.list.query()).filter(({ state }) => state !== "revoked");
    expect(left.map(({ id }) => id)).toEqual([other]);
    expect((await run("keys", "list")).stdout).toMatch(/… {2}lamp {2}revoked {2}read {2}by owner/);
    expect((await run("keys", "revoke", "lamp")).code).toBe(0);
    expect(await run("keys", "revoke", "lamp")).toMatchObject({
      code: 1,
      stderr: "There is no key lamp.\n",
    });
  });
});

describe("a person at the command line", () => {
  afterEach(() => {
    seenRunning(stage);
    signedIn(owner);
  });

  test("whose role may not see people is refused in the server's words, with code 1", async () => {
    const viewer = await stage.person("viewer");
    signedIn(viewer);
    const { code, stdout, stderr } = await run("people", "list");
    expect([code, stdout, stderr]).toEqual([1, "", expect.stringContaining("viewer")]);
  });

  test("whose session was ended elsewhere is told to sign in, with code 1", async () => {
    const gone = await stage.person("owner");
    const { userId } = await gone.trpc.session.me.query();
    await owner.trpc.people.endSessions.mutate({ userId });
    signedIn(gone);
    expect(await run("people", "list")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Nobody is signed in at this command line: run"),
    });
  });

  test("signs out in words or one line of JSON; who is not signed in is told so", async () => {
    const [first, second] = [await stage.person("viewer"), await stage.person("viewer")];
    signedIn(first);
    expect((await run("sign-out")).stdout).toBe("owner of the desk is signed out.\n");
    await expect(first.trpc.session.me.query()).rejects.toThrow("Sign in first");
    signedIn(second);
    expect((await run("sign-out", "--json")).stdout).toBe('{"name":"owner of the desk"}\n');
    expect(await run("sign-out")).toMatchObject({
      code: 1,
      stderr: "Nobody is signed in at this command line.\n",
    });
  });

  test("is told that the engine does not answer, with code 3, and stays signed in", async () => {
    seenRunning({
      dataDir: stage.dataDir,
      url: `http://127.0.0.1:${await anyFreePort()}`,
    });
    for (const words of [["people", "list"], ["sign-out"], ["sign-in"]]) {
      const { code, stderr } = await run(...words);
      expect([words, code, stderr]).toEqual([
        words,
        3,
        expect.stringContaining("The engine does not answer: "),
      ]);
    }
    seenRunning(stage);
    expect((await run("people", "list")).code).toBe(0);
  });

  test("is told that nothing runs from a folder, with code 3", async () => {
    const empty = mkdtempSync(join(tmpdir(), "il-nothing-"));
    try {
      mkdirSync(join(empty, "run"));
      keepSession(empty, { cookie: "c", name: "Ada" });
      for (const words of [["people", "list"], ["keys", "list"], ["sign-in"], ["sign-out"]]) {
        const { code, stderr } = await commandLine(...words, "--data-dir", empty);
        expect([code, stderr]).toEqual([3, expect.stringContaining(`Nothing runs from ${empty}`)]);
      }
      dropSession(empty);
      expect((await commandLine("sign-out", "--data-dir", empty)).code).toBe(1);
    } finally {
      rmSync(empty, { recursive: true, force: true });
    }
  });
});
