import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PERMISSIONS, type Permission, type ProcedurePath } from "@interlock/api/permissions";
import type { Role } from "@interlock/api/view/scalars";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { COMMAND_ID, PROCEDURE_INPUTS } from "../../../test/edge/procedure-inputs.ts";

const SOON = { timeout: 8_000, interval: 20 };
const PATHS = Object.keys(PERMISSIONS) as ProcedurePath[];

let stage: EdgeStage;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
});
afterAll(() => stage.close());

type Scope = NonNullable<Permission["scope"]>;

async function makeKey(maker: ConsoleClient, ...scopes: Scope[]): Promise<string> {
  const made = await maker.trpc.keys.create.mutate({ name: "a bot", scopes, days: 30 });
  if (made.secret === undefined) throw new Error(made.sentence);
  return made.secret;
}

/** Calls a procedure as a program does: with the key alone. */
async function call(path: ProcedurePath, key: string): Promise<{ status: number; text: string }> {
  const { kind }: Permission = PERMISSIONS[path];
  const template = JSON.stringify(PROCEDURE_INPUTS[path]) as string | undefined;
  const input = template?.replace(COMMAND_ID, crypto.randomUUID());
  const headers = { authorization: `Bearer ${key}`, "x-interlock-client": "a bot" };
  const url = `${stage.url}/trpc/${path}`;
  const response =
    kind === "mutation"
      ? await fetch(url, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body: input ?? "{}",
        })
      : await fetch(input === undefined ? url : `${url}?input=${encodeURIComponent(input)}`, {
          headers,
        });
  return { status: response.status, text: await response.text() };
}

const idOf = async (maker: ConsoleClient) => (await maker.trpc.keys.list.query())[0]?.id ?? "";
const noted = () =>
  stage.told.flatMap((told) => (told.kind === "person_event" ? [told.noted] : []));

describe("an API key", () => {
  test("is shown once, and only its hash and its beginning are kept", async () => {
    const maker = await stage.person("trader");
    const key = await makeKey(maker, "read");
    expect(key).toMatch(/^ilk_sim_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    const rows = await stage.sql("select * from identity.api_key");
    expect(JSON.stringify(rows)).not.toContain(key.slice(-43));
    expect(JSON.stringify(await maker.trpc.keys.list.query())).not.toContain(key.slice(-43));
    expect(JSON.stringify(stage.told)).not.toContain(key.slice(-43));
    await expect
      .poll(() => noted().at(-1), SOON)
      .toMatchObject({
        event: "key_created",
        byId: expect.any(String),
        detail: expect.stringContaining("for read"),
      });
  });

  describe.each([
    ["read", ["read"]],
    ["trade", ["trade"]],
    ["stop", ["stop"]],
    ["limits", ["limits"]],
    ["everything that there is", ["read", "trade", "stop", "limits"]],
  ] as const)("for %s", (_what, scopes) => {
    test("may exactly what the table gives these scopes, whatever its maker may", async () => {
      let key = await makeKey(await stage.person("owner"), ...scopes);
      const tried = async (path: ProcedurePath) => {
        const answer = await call(path, key);
        if (answer.status !== 429) return answer;
        // Whoever calls everything at once is told to wait: somebody new is not.
        key = await makeKey(await stage.person("owner"), ...scopes);
        return call(path, key);
      };
      for (const path of PATHS.filter((one) => PERMISSIONS[one].kind !== "subscription")) {
        const { scope }: Permission = PERMISSIONS[path];
        const { status, text } = await tried(path);
        const may = scope !== null && scopes.some((one) => one === scope);
        if (may) expect([200, 404, 409, 412, 503], `${path}: ${text}`).toContain(status);
        else
          expect([path, status, text]).toEqual([
            path,
            403,
            expect.stringMatching(/No API key may|needs a key for/),
          ]);
      }
    }, 60_000);
  });

  test("is never more than its maker at that moment: a changed role changes it at once", async () => {
    const maker = await stage.person("trader");
    const key = await makeKey(maker, "trade");
    expect((await call("positions.close", key)).status).toBe(200);
    await roleOf(maker, "viewer");
    expect(await call("positions.close", key)).toMatchObject({
      status: 403,
      text: expect.stringContaining("you are signed in as viewer"),
    });
  });

  test("of somebody who is suspended, or gone, opens nothing", async () => {
    const maker = await stage.person("trader");
    const key = await makeKey(maker, "read");
    const { userId } = await maker.trpc.session.me.query();
    await stage.sql(`update identity."user" set "suspendedAt" = now() where id = '${userId}'`);
    expect((await call("session.me", key)).status).toBe(401);
    await stage.sql(`delete from identity."user" where id = '${userId}'`);
    expect((await call("session.me", key)).status).toBe(401);
  });

  test.each([
    [
      "expired",
      `"createdAt" = now() - interval '2 days', "expiresAt" = now() - interval '1 second'`,
    ],
    ["made for another environment", `environment = 'live'`],
    ["revoked in the database", `"revokedAt" = now()`],
  ])("that is %s opens nothing", async (_how, set) => {
    const maker = await stage.person("owner");
    const key = await makeKey(maker, "read");
    expect((await call("session.me", key)).status).toBe(200);
    await stage.sql(`update identity.api_key set ${set} where id = '${await idOf(maker)}'`);
    const refused = await call("session.me", key);
    expect(refused.status).toBe(401);
    // The same for every key that is not good: whoever guesses learns nothing of it.
    expect(refused.text).toContain(
      "The API key is not good here: it is unknown, revoked or expired",
    );
    expect(refused.text).toContain("by ./interlock keys list, make or replace one there");
  });

  test.each(["", "x", "ilk_sim_00000000_short", `ilk_sim_00000000_${"A".repeat(43)}`])(
    "that nobody made, %j, opens nothing, not even beside a good session",
    async (key) => {
      const { headers } = await stage.person("owner");
      const authorization = `Bearer ${key}`;
      const response = await fetch(`${stage.url}/trpc/session.me`, {
        headers: { ...headers, authorization },
      });
      expect(response.status).toBe(401);
      expect(await response.text()).toContain("The API key is not good here: it is unknown");
    },
  );

  test("is revoked at once by its maker, an owner or ops, and by nobody else", async () => {
    const maker = await stage.person("trader");
    for (const role of ["trader", "risk", "viewer"] as const) {
      await makeKey(maker, "read");
      const other = await stage.person(role);
      expect(await other.trpc.keys.revoke.mutate({ id: await idOf(maker) })).toMatchObject({
        accepted: false,
        sentence: "There is no such key of yours.",
      });
      expect(await other.trpc.keys.list.query()).toEqual([]);
    }
    for (const by of [maker, await stage.person("ops"), await stage.person("owner")]) {
      const key = await makeKey(maker, "read");
      expect((await by.trpc.keys.revoke.mutate({ id: await idOf(maker) })).accepted).toBe(true);
      expect((await call("session.me", key)).status).toBe(401);
      await expect.poll(() => noted().at(-1)?.event, SOON).toBe("key_revoked");
    }
  });

  test("is replaced with an overlap: both work until the old one ends", async () => {
    const maker = await stage.person("trader");
    const old = await makeKey(maker, "read");
    const rotated = await maker.trpc.keys.rotate.mutate({
      id: await idOf(maker),
      overlapHours: 24,
    });
    expect((await call("session.me", rotated.secret ?? "")).status).toBe(200);
    expect((await call("session.me", old)).status).toBe(200);
    const states = (await maker.trpc.keys.list.query()).map(({ expiresAt }) => expiresAt);
    expect(Math.min(...states) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
    const again = await maker.trpc.keys.rotate.mutate({ id: await idOf(maker), overlapHours: 0 });
    expect((await call("session.me", rotated.secret ?? "")).status).toBe(401);
    expect((await call("session.me", again.secret ?? "")).status).toBe(200);
  });

  test.each([
    ["no name", { name: " " }],
    ["nothing that it is for", { scopes: [] }],
    ["more than a year", { days: 366 }],
    ["a scope that there is none of", { scopes: ["owner"] }],
    ["a role of its own", { role: "owner" }],
  ])("with %s is not made", async (_what, more) => {
    const { headers } = await stage.person("owner");
    const response = await fetch(`${stage.url}/trpc/keys.create`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ name: "a bot", scopes: ["read"], days: 30, ...more }),
    });
    expect(response.status).toBe(400);
  });

  test("cannot be made longer than a year in the database either", async () => {
    const maker = await stage.person("owner");
    await makeKey(maker, "read");
    const id = await idOf(maker);
    await expect(
      stage.sql(
        `update identity.api_key set "expiresAt" = now() + interval '2 years' where id = '${id}'`,
      ),
    ).rejects.toThrow(/lasts_a_year_at_most/);
  });

  test("says in the journal that a key gave a command, and which", async () => {
    const maker = await stage.person("owner");
    const key = await makeKey(maker, "stop");
    expect((await call("kill.engage", key)).status).toBe(200);
    const { actor } = stage.rig.told("command_answered").at(-1) ?? {};
    expect(actor?.from).toMatchObject({ key: await idOf(maker) });
  });
});

async function roleOf(person: ConsoleClient, role: Role): Promise<void> {
  const { userId } = await person.trpc.session.me.query();
  await stage.sql(`update identity."user" set role = '${role}' where id = '${userId}'`);
}
