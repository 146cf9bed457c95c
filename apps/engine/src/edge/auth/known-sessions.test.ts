import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import type { Actor } from "@interlock/api/actor";
import { KnownSessions } from "./known-sessions.ts";
import { SessionEnds } from "./session-ends.ts";

const SIGNED_IN = { by: "session", session: { id: "s1", ip: null, device: null } } as const;
const ADA: Actor = { userId: "u1", name: "Ada", email: "ada@desk", role: "trader", ...SIGNED_IN };
const MINUTE_MS = 60_000;

function requestWith(token: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers.cookie = `other=1; interlock.session_token=${token}`;
  return request;
}

/** A database whose sessions, silence and time the case decides. */
function stage() {
  const world = { now: 0, silent: false, actor: ADA as Actor | null };
  const ends = new SessionEnds();
  const sessions = new KnownSessions(
    () => (world.silent ? Promise.reject(new Error("silent")) : Promise.resolve(world.actor)),
    ends,
    () => world.now,
  );
  return { world, ends, ask: (token = "t1") => sessions.identify(requestWith(token)), sessions };
}

test("a session that the database confirmed goes on for a quarter of an hour of its silence", async () => {
  const { world, ask } = stage();
  await ask();
  world.silent = true;
  world.now = 15 * MINUTE_MS;
  expect(await ask()).toEqual(ADA);
  world.now += 1;
  await expect(ask()).rejects.toThrow("silent");
});

test("a session that was never confirmed is nobody's while the database is silent", async () => {
  const { world, ask } = stage();
  await ask();
  world.silent = true;
  await expect(ask("t2")).rejects.toThrow("silent");
});

test("a session that the database has ended is forgotten", async () => {
  const { world, ask } = stage();
  await ask();
  world.actor = null;
  expect(await ask()).toBeNull();
  world.silent = true;
  await expect(ask()).rejects.toThrow("silent");
});

test("a session that was signed out of is forgotten, though the database did not hear of it", async () => {
  const { world, ask, sessions } = stage();
  await ask();
  sessions.forget(requestWith("t1"));
  world.silent = true;
  await expect(ask()).rejects.toThrow("silent");
});

test("a role that was changed counts from the next word of the database", async () => {
  const { world, ask } = stage();
  await ask();
  world.actor = { ...ADA, role: "viewer" };
  await ask();
  world.silent = true;
  expect(await ask()).toMatchObject({ role: "viewer" });
});

test("a session that this process ended is nobody's at once, whether the database is silent or not", async () => {
  const { world, ends, ask } = stage();
  await ask();
  ends.end(["s1"]);
  expect(await ask()).toBeNull();
  world.silent = true;
  await expect(ask()).rejects.toThrow("silent");
});

test("a role that this process changed is not remembered in its former form, nor by an answer from before", async () => {
  const { world, ends, ask } = stage();
  await ask();
  const late = ask();
  ends.doubt("u1");
  await late;
  world.silent = true;
  await expect(ask()).rejects.toThrow("silent");
});
