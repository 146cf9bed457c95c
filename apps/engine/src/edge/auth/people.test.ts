import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@interlock/api/view/scalars";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { CONSOLE_URL, EdgeStage } from "../../../test/edge/edge-stage.ts";
import { addPasskey, enter } from "../../../test/edge/newcomer.ts";
import { SoftPasskey } from "../../../test/edge/soft-passkey.ts";
import type { PersonEvent } from "../../records/person-record.ts";
import { totpCode } from "./secret/totp-code.ts";

const SOON = { timeout: 5_000, interval: 20 };
const PASSWORD = "four words for ada's desk";

let stage: EdgeStage;
let owner: ConsoleClient;
let people = 0;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
  owner = await stage.person("owner");
});
afterAll(() => stage.close());

/** What the edge told the trading thread to journal of people. */
function noted(event: PersonEvent["event"]): readonly PersonEvent[] {
  return stage.told.flatMap((told) =>
    told.kind === "person_event" && told.noted.event === event ? [told.noted] : [],
  );
}

/** Invites somebody and follows the link. */
async function join(role: Role) {
  people += 1;
  const email = `ada${people}@desk.test`;
  const { link = "" } = await owner.trpc.people.invite.mutate({ email, name: "Ada", role });
  const token = link.split("#")[1] ?? "";
  const body = { token, name: "Ada", password: PASSWORD };
  const joined = await enter(stage, "/join", { body, ip: `10.9.0.${people}` });
  return { email, token, ...joined };
}

const sessionsOf = async (client: ConsoleClient) =>
  (await client.trpc.profile.view.query()).sessions;

/** A socket of a signed-in person, and the code that it was closed with. */
async function watching(client: ConsoleClient) {
  const feed = await client.open("/feed");
  await expect.poll(() => feed.frames.length, SOON).toBeGreaterThan(0);
  return feed;
}

describe("joining", () => {
  test("an invitation makes one person in its role, once, and says by whom in the journal", async () => {
    const { email, token, status, console } = await join("trader");
    expect(status).toBe(200);
    expect(await console.trpc.session.me.query()).toMatchObject({ email, role: "trader" });
    const again = await enter(stage, "/join", { body: { token, name: "Eve", password: PASSWORD } });
    expect([again.status, again.body["message"]]).toEqual([
      403,
      expect.stringContaining("was used"),
    ]);
    expect(noted("joined").at(-1)).toMatchObject({
      by: "Ada",
      role: "trader",
      detail: "invited by owner of the desk",
    });
  });

  test("one that was taken back or has run out works no more", async () => {
    const { link = "" } = await owner.trpc.people.invite.mutate({
      email: "late@desk.test",
      name: "Late",
      role: "viewer",
    });
    const token = link.split("#")[1] ?? "";
    expect((await enter(stage, "/join/find", { body: { token } })).status).toBe(200);
    await stage.sql(
      `update identity.invitation set "expiresAt" = now() where email = 'late@desk.test'`,
    );
    expect((await enter(stage, "/join/find", { body: { token } })).status).toBe(410);
    const { status } = await enter(stage, "/join", {
      body: { token, name: "Late", password: PASSWORD },
    });
    expect(status).toBe(403);
  });

  test("a password that is guessed first makes nobody, and leaves the invitation good", async () => {
    const { link = "" } = await owner.trpc.people.invite.mutate({
      email: "weak@desk.test",
      name: "Weak",
      role: "viewer",
    });
    const token = link.split("#")[1] ?? "";
    const weak = await enter(stage, "/join", {
      body: { token, name: "Weak", password: "password1234" },
    });
    expect(weak.body["message"]).toMatch(/common one/);
    expect(
      (await enter(stage, "/join", { body: { token, name: "Weak", password: PASSWORD } })).status,
    ).toBe(200);
  });
});

describe("signing in", () => {
  test("W20 makes a new session and ends the one that the browser came with", async () => {
    const { email, console: before } = await join("viewer");
    const { cookie } = before.address;
    const planted = `interlock.session_token=planted.by-somebody`;
    const after = await enter(stage, "/sign-in/password", {
      body: { email, password: PASSWORD },
      cookie,
    });
    expect(after.console.address.cookie).not.toBe(cookie);
    await expect(before.trpc.session.me.query()).rejects.toThrow("Sign in first");
    expect(await sessionsOf(after.console)).toMatchObject([{ way: "password", current: true }]);
    const other = await enter(stage, "/sign-in/password", {
      body: { email, password: PASSWORD },
      cookie: planted,
    });
    expect(other.console.address.cookie).not.toContain("planted");
  });

  test("an unknown address and a wrong password get one answer, and both are journaled", async () => {
    const { email } = await join("viewer");
    const wrong = await enter(stage, "/sign-in/password", {
      body: { email, password: "not this one" },
      ip: "10.0.0.1",
    });
    const unknown = await enter(stage, "/sign-in/password", {
      body: { email: "nobody@desk.test", password: "not this one" },
      ip: "10.0.0.1",
    });
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body]);
    expect(wrong.status).toBe(403);
    expect(noted("sign_in_failed").slice(-2)).toMatchObject([
      { by: email, from: { ip: "10.0.0.1" } },
      { by: "nobody@desk.test" },
    ]);
  });

  test("a password typed into the field of the address is not journaled", async () => {
    const secret = "correct horse battery";
    const attempt = () =>
      enter(stage, "/sign-in/password", {
        body: { email: secret, password: "next" },
        ip: "10.0.0.77",
      });
    for (let n = 0; n < 6; n += 1) await attempt();
    const kept = [...noted("sign_in_failed"), ...noted("sign_in_throttled")];
    expect(JSON.stringify(kept)).not.toContain("horse");
    expect(noted("sign_in_failed").at(-1)).toMatchObject({ by: "(not an e-mail address)" });
    expect(noted("sign_in_throttled").at(-1)).toMatchObject({ by: "(not an e-mail address)" });
  });

  test("W19 the sixth attempt of a minute is turned away from that address alone, and stopping is not", async () => {
    const { email, console } = await join("trader");
    const attempt = (ip: string, password: string) =>
      enter(stage, "/sign-in/password", { body: { email, password }, ip });
    for (let n = 0; n < 5; n += 1) expect((await attempt("10.6.6.6", "a guess")).status).toBe(403);
    expect((await attempt("10.6.6.6", PASSWORD)).status).toBe(429);
    expect((await attempt("10.6.6.6", PASSWORD)).status).toBe(429);
    expect((await attempt("10.0.0.2", PASSWORD)).status).toBe(200);
    expect(noted("sign_in_throttled").filter(({ by }) => by === email)).toHaveLength(1);
    const commandId = crypto.randomUUID();
    const kill = await console.trpc.kill.engage.mutate({
      commandId,
      mode: "halt",
      reason: "still here",
    });
    expect(kill.accepted).toBe(true);
    stage.rig.command({ kind: "resume", reason: "the test goes on from here" });
  });

  test("with codes on, the password alone opens nothing, and each code opens once", async () => {
    const { email, console } = await join("viewer");
    const { secret } = await console.trpc.profile.beginTotp.mutate();
    const bytes = fromBase32(secret);
    // The step of now and the next one: both hold, also where a step ends in between.
    const step = Math.floor(Date.now() / 30_000);
    const on = await console.trpc.profile.confirmTotp.mutate({ code: totpCode(bytes, step) });
    expect(on.codes).toHaveLength(10);
    const attempt = (code?: string) =>
      enter(stage, "/sign-in/password", { body: { email, password: PASSWORD, code } });
    const half = await attempt();
    expect([half.status, half.body, half.console.address.cookie]).toEqual([
      200,
      { signedIn: false, needs: "code" },
      "",
    ]);
    expect((await attempt(totpCode(bytes, step + 1))).body).toMatchObject({ signedIn: true });
    expect((await attempt(totpCode(bytes, step + 1))).status).toBe(403);
    expect((await attempt(on.codes?.[0])).body).toMatchObject({ way: "password_and_code" });
    expect((await attempt(on.codes?.[0])).status).toBe(403);
  });

  test("a passkey signs in by itself; one that did not check its user, or of another origin, does not", async () => {
    const { console } = await join("risk");
    const passkey = new SoftPasskey(CONSOLE_URL);
    expect(await addPasskey(console, passkey)).toBe(true);
    const signIn = async (odd: Parameters<SoftPasskey["get"]>[1]) => {
      const { body } = await enter(stage, "/sign-in/passkey/begin", { body: {} });
      const { challengeId, options } = body as {
        challengeId: string;
        options: { challenge: string; rpId: string };
      };
      return enter(stage, "/sign-in/passkey/finish", {
        body: { challengeId, response: passkey.get(options, odd) },
      });
    };
    expect((await signIn({ unverified: true })).status).toBe(403);
    expect((await signIn({ origin: "https://evil.example" })).status).toBe(403);
    expect((await signIn({ counter: 0 })).status).toBe(200);
    expect((await signIn({ counter: 8 })).status).toBe(200);
    // A copy of the key that counts from where it was made.
    expect((await signIn({ counter: 8 })).status).toBe(403);
  });

  test("W08 with the password alone nobody who has a passkey changes how they sign in, minutes after it or not", async () => {
    const { email, console } = await join("owner");
    const passkey = new SoftPasskey(CONSOLE_URL);
    expect(await addPasskey(console, passkey)).toBe(true);
    const { console: thief } = await enter(stage, "/sign-in/password", {
      body: { email, password: PASSWORD },
    });
    const { profile, people: roster } = thief.trpc;
    expect(await addPasskey(thief, new SoftPasskey(CONSOLE_URL))).toBe(false);
    await profile.beginTotp.mutate();
    const next = "another four words of theirs";
    const whom = { email: "mallory@desk.test", name: "Mallory", role: "owner" } as const;
    const answers = [
      await profile.removePasskey.mutate({ id: passkey.name }),
      await profile.setPassword.mutate({ current: PASSWORD, next }),
      await profile.setPassword.mutate({ next }),
      await profile.confirmTotp.mutate({ code: "000000" }),
      await profile.removeTotp.mutate(),
      await profile.makeRecoveryCodes.mutate(),
      await profile.update.mutate({ name: "Ada", email: "mallory@desk.test" }),
      await roster.invite.mutate(whom),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ accepted: false, needs: "step_up" });
    expect((await profile.view.query()).passkeys).toHaveLength(1);
    const begun = await enter(stage, "/sign-in/passkey/begin", { body: {} });
    const { challengeId, options } = begun.body as unknown as {
      challengeId: string;
      options: { challenge: string; rpId: string };
    };
    const signed = { challengeId, response: passkey.get(options) };
    const { console: back } = await enter(stage, "/sign-in/passkey/finish", { body: signed });
    expect(await addPasskey(back, new SoftPasskey(CONSOLE_URL))).toBe(true);
  });

  test("W08 an answer of a passkey is taken once: the same bytes again are refused", async () => {
    const { console } = await join("risk");
    const passkey = new SoftPasskey(CONSOLE_URL);
    await addPasskey(console, passkey);
    const { body } = await enter(stage, "/sign-in/passkey/begin", { body: {} });
    const { challengeId, options } = body as {
      challengeId: string;
      options: { challenge: string; rpId: string };
    };
    const signed = { challengeId, response: passkey.get(options) };
    expect((await enter(stage, "/sign-in/passkey/finish", { body: signed })).status).toBe(200);
    const again = await enter(stage, "/sign-in/passkey/finish", { body: signed });
    expect([again.status, again.body["message"]]).toEqual([
      403,
      expect.stringContaining("answered already"),
    ]);
    expect(again.console.address.cookie).toBe("");
  });
});

describe("a session", () => {
  test("W05 that an owner ends is closed with its sockets at once, and what it asks is refused", async () => {
    const { console } = await join("trader");
    const { userId } = await console.trpc.session.me.query();
    const feed = await watching(console);
    const begun = performance.now();
    expect(await owner.trpc.people.endSessions.mutate({ userId })).toMatchObject({
      accepted: true,
    });
    await expect.poll(() => feed.closedWith, SOON).toBe(4401);
    expect(performance.now() - begun).toBeLessThan(5_000);
    const commandId = crypto.randomUUID();
    await expect(console.trpc.kill.engage.mutate({ commandId, mode: "halt" })).rejects.toThrow(
      "Sign in first",
    );
    expect(noted("session_revoked").at(-1)).toMatchObject({
      by: "owner of the desk",
      about: "Ada",
    });
  });

  test("W05 that another process ends, or whose person it suspends, is closed within five seconds", async () => {
    const { email, console } = await join("viewer");
    const feed = await watching(console);
    const begun = performance.now();
    await stage.sql(`update identity."user" set "suspendedAt" = now() where email = '${email}'`);
    await expect.poll(() => feed.closedWith, SOON).toBe(4401);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await expect(console.trpc.session.me.query()).rejects.toThrow("Sign in first");
    const back = await enter(stage, "/sign-in/password", { body: { email, password: PASSWORD } });
    expect(back.status).toBe(403);
  });

  test("W05 in another role goes on in that role from the next request, and its sockets begin anew", async () => {
    const { console } = await join("trader");
    const { userId } = await console.trpc.session.me.query();
    const feed = await watching(console);
    await owner.trpc.people.setRole.mutate({ userId, role: "viewer" });
    await expect.poll(() => feed.closedWith, SOON).toBe(4403);
    const commandId = crypto.randomUUID();
    await expect(
      console.trpc.positions.close.mutate({ commandId, symbol: "BAC", percent: 100 }),
    ).rejects.toThrow("you are signed in as viewer");
  });

  test("ends after an hour without a request, and after twelve hours in any case", async () => {
    const { email, console } = await join("viewer");
    const whose = `where "userId" = (select id from identity."user" where email = '${email}')`;
    const feed = await watching(console);
    await stage.sql(
      `update identity.session set "lastSeenAt" = now() - interval '61 minutes' ${whose}`,
    );
    await expect.poll(() => feed.closedWith, SOON).toBe(4408);
    await expect(console.trpc.session.me.query()).rejects.toThrow("Sign in first");
    const { console: again } = await enter(stage, "/sign-in/password", {
      body: { email, password: PASSWORD },
    });
    const [session] = await stage.sql(
      `select "expiresAt" - "createdAt" < interval '12 hours 1 minute' as ends from identity.session ${whose} order by "createdAt" desc limit 1`,
    );
    expect(session).toEqual({ ends: true });
    await stage.sql(`update identity.session set "expiresAt" = now() ${whose}`);
    await expect(again.trpc.session.me.query()).rejects.toThrow("Sign in first");
  });

  test("is listed with device and address, and ended one by one", async () => {
    const { email, console } = await join("viewer");
    const there = await enter(stage, "/sign-in/password", {
      body: { email, password: PASSWORD },
      ip: "10.1.2.3",
    });
    const [other] = (await sessionsOf(console)).filter(({ current }) => !current);
    expect(other).toMatchObject({ ip: "10.1.2.3", way: "password" });
    await console.trpc.profile.endSession.mutate({ id: other?.id ?? "" });
    await expect(there.console.trpc.session.me.query()).rejects.toThrow("Sign in first");
    expect(await sessionsOf(console)).toMatchObject([{ current: true }]);
  });

  test("of somebody else is nobody's to end", async () => {
    const [mine, theirs] = [await join("viewer"), await join("viewer")];
    const [session] = await sessionsOf(theirs.console);
    const answer = await mine.console.trpc.profile.endSession.mutate({ id: session?.id ?? "" });
    expect(answer.accepted).toBe(false);
    expect(await sessionsOf(theirs.console)).toHaveLength(1);
  });
});

test("the only owner can neither give up the role nor be suspended", async () => {
  await stage.sql(
    `update identity."user" set role = 'viewer' where role = 'owner' and name <> 'owner of the desk'`,
  );
  const { userId } = await owner.trpc.session.me.query();
  const reason = "leaves the desk today";
  expect(await owner.trpc.people.setRole.mutate({ userId, role: "viewer" })).toMatchObject({
    accepted: false,
    sentence: expect.stringContaining("the only owner") as string,
  });
  expect(await owner.trpc.people.suspend.mutate({ userId, reason })).toMatchObject({
    accepted: false,
  });
});

test("only what signs in and out is served of sign-in's endpoints", async () => {
  for (const path of [
    "/update-user",
    "/revoke-sessions",
    "/sign-up/email",
    "/get-session",
    "/delete-user",
  ]) {
    const { status } = await fetch(`${stage.url}/api/auth${path}`, { headers: owner.headers });
    expect([path, status]).toEqual([path, 404]);
  }
});

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
