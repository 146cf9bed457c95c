import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { signFlattenTap } from "../flatten-tap.ts";
import { type Answer, CONSOLE, ListenerStage, STANDING, token } from "../test/listener-stage.ts";
import { openKillListener } from "./kill-listener.ts";

let on: ListenerStage;
beforeEach(async () => {
  on = await ListenerStage.open();
});
afterEach(() => on.close());

const JSON_TYPE = { "content-type": "application/json" };
const bearer = (value = token()) => ({ ...JSON_TYPE, authorization: `Bearer ${value}` });
const kill = (more: object = {}) => JSON.stringify({ commandId: "c1", mode: "cancel", ...more });

const killAnswer = z.object({
  kill: z.object({
    killId: z.string(),
    stage: z.string(),
    via: z.string(),
    by: z.string(),
    reason: z.string(),
    gateClosedAt: z.number().nullable(),
  }),
});

function report(answer: Answer): z.infer<typeof killAnswer>["kill"] {
  return killAnswer.parse(JSON.parse(answer.text)).kill;
}

function error(answer: Answer): string {
  return z.object({ error: z.string() }).parse(JSON.parse(answer.text)).error;
}

describe("POST /kill", () => {
  test("K03 with the standing kill token needs no session, no database and no console", async () => {
    const answer = await on.call({ headers: bearer(STANDING), body: kill() });
    expect(answer.status).toBe(200);
    expect(report(answer)).toMatchObject({ by: "the holder of the kill token", via: "watchdog" });
    const wrong = await on.call({ headers: bearer(`${STANDING}s`), body: kill() });
    expect([wrong.status, wrong.text.includes(STANDING)]).toEqual([401, false]);
  });

  test("K09 of one symbol stops it alone: its latch, its report and its proof are its own", async () => {
    const scope = { kind: "symbol", symbol: "IBM" };
    const answer = await on.call({ headers: bearer(), body: kill({ scope, mode: "halt" }) });
    expect(JSON.parse(answer.text)).toMatchObject({ kill: { scope: "symbol:IBM" } });
    expect(on.desk.latched).toBe(false);
    expect(on.engine.commands.at(-1)?.body).toMatchObject({ kind: "kill", scope });
    const bad = await on.call({ headers: bearer(), body: kill({ scope: { kind: "symbol" } }) });
    expect([bad.status, on.desk.latched]).toEqual([400, false]);
  });

  test("once the session has run out halts and cancels, and flattens only with one tap of the person's passkey", async () => {
    const late = bearer(token({ sessionUntil: Date.now() - 1 }));
    const flatten = kill({ mode: "flatten", commandId: "c2" });
    for (const mode of ["halt", "cancel"])
      expect((await on.call({ headers: late, body: kill({ mode }) })).status).toBe(200);
    const refused = await on.call({ headers: late, body: flatten });
    expect([refused.status, error(refused)]).toEqual([
      403,
      expect.stringContaining("use your passkey"),
    ]);
    const key = Buffer.alloc(32, 7);
    const tapOf = (userId: string) => signFlattenTap({ userId, exp: Date.now() + 60_000 }, key);
    const others = { ...late, "x-interlock-tap": tapOf("u2") };
    expect((await on.call({ headers: others, body: flatten })).status).toBe(403);
    const own = { ...late, "x-interlock-tap": tapOf("u1") };
    expect((await on.call({ headers: own, body: flatten })).status).toBe(200);
  });

  test("with a bearer token engages the kill and answers once the gate is closed", async () => {
    const answer = await on.call({ headers: bearer(), body: kill({ reason: "drill" }) });
    expect(answer.status).toBe(200);
    expect(report(answer)).toMatchObject({
      killId: "c1",
      by: "Ada",
      via: "watchdog",
      reason: "drill",
    });
    expect(report(answer).gateClosedAt).not.toBeNull();
    expect(on.engine.commands[0]?.actor).toEqual({ userId: "u1", name: "Ada", role: "trader" });
  });

  test("from the console's page, with the cookie, counts as the console's", async () => {
    const headers = {
      ...JSON_TYPE,
      origin: CONSOLE,
      cookie: `a=b; interlock_kill=${token()}`,
      "sec-fetch-site": "same-site",
    };
    const answer = await on.call({ headers, body: kill() });
    expect(report(answer).via).toBe("console");
    expect(answer.headers["access-control-allow-origin"]).toBe(CONSOLE);
    expect(answer.headers["access-control-allow-credentials"]).toBe("true");
  });

  test("over the Unix socket needs no token, and names who sits at the command line", async () => {
    const answer = await on.call({ unix: true, headers: JSON_TYPE, body: kill({ by: "root" }) });
    expect(report(answer)).toMatchObject({ by: "root", via: "cli" });
  });

  test("50 at once, with one id or with fifty, are one kill and none is turned away", async () => {
    // As long as the venue does not answer, the first kill is still under way when the last request comes.
    on.venue.failures = 1_000_000;
    const same = Array.from({ length: 25 }, () => on.call({ headers: bearer(), body: kill() }));
    const others = Array.from({ length: 25 }, (_, index) =>
      on.call({ headers: bearer(), body: kill({ commandId: `x${index}` }) }),
    );
    const answers = await Promise.all([...same, ...others]);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => report(answer).killId)).size).toBe(1);
    expect(on.engine.commands).toHaveLength(1);
  });

  test.each([
    ["without a token", JSON_TYPE, /a kill token is needed: sign in to the console/],
    ["with a token that is none", bearer("nonsense"), /the kill token is malformed/],
    ["with an expired token", bearer(token({ exp: 1 })), /the kill token has expired/],
    [
      "with a token signed elsewhere",
      bearer(`${token().split(".")[0]}.AAAA`),
      /was not signed here/,
    ],
  ])("%s is refused with a sentence, and nothing happens", async (_case, headers, sentence) => {
    const answer = await on.call({ headers, body: kill() });
    expect([answer.status, error(answer)]).toEqual([401, expect.stringMatching(sentence)]);
    expect(on.desk.latched).toBe(false);
  });

  test.each([
    ["viewer", "halt", 200],
    ["viewer", "cancel", 403],
    ["viewer", "flatten", 403],
    ["ops", "halt", 200],
    ["ops", "cancel", 403],
    ["ops", "flatten", 403],
    ["trader", "cancel", 200],
    ["risk", "flatten", 200],
    ["owner", "flatten", 200],
  ] as const)("the token of a %s may %s: %d", async (role, mode, status) => {
    const headers = bearer(token({ role }));
    const answer = await on.call({ headers, body: kill({ mode }) });
    expect(answer.status).toBe(status);
    expect(on.desk.latched).toBe(status === 200);
    if (status === 403) expect(error(answer)).toMatch(/needs the role trader or risk or owner/);
  });

  test("the plain form keeps the same rule, and says what may be done instead", async () => {
    const headers = {
      cookie: `interlock_kill=${token({ role: "viewer" })}`,
      origin: CONSOLE,
      "content-type": "application/x-www-form-urlencoded",
    };
    const body = "commandId=p1&mode=flatten&sure=yes";
    const answer = await on.call({ path: "/kill/plain", headers, body });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("To flatten needs the role trader or risk or owner");
    expect(on.desk.latched).toBe(false);
  });

  test.each([
    [
      "from another origin",
      { ...bearer(), origin: "https://evil.example" },
      /origin "https:\/\/evil\.example" may not use/,
    ],
    ["from a page without an origin", { ...bearer(), origin: "null" }, /origin "null" may not use/],
    [
      "from another site",
      { ...bearer(), "sec-fetch-site": "cross-site" },
      /another site may not use/,
    ],
    [
      "under a foreign name for this machine",
      { ...bearer(), host: "evil.example" },
      /host "evil\.example" is not served here/,
    ],
    [
      "with a cookie but no origin",
      { ...JSON_TYPE, cookie: "interlock_kill=x" },
      /must say its origin/,
    ],
  ])("%s is refused even with a good token", async (_case, headers, sentence) => {
    const answer = await on.call({ headers, body: kill() });
    expect([answer.status, error(answer)]).toEqual([403, expect.stringMatching(sentence)]);
    expect(on.desk.latched).toBe(false);
  });

  test.each([
    ["that is not JSON", "{", 400, /the body is not JSON/],
    ["of an unknown mode", kill({ mode: "explode" }), 400, /expected \{"commandId"/],
    ["without an id", '{"mode":"cancel"}', 400, /expected \{"commandId"/],
    ["with an unknown field", kill({ force: true }), 400, /expected \{"commandId"/],
    ["that is too long", kill({ reason: "x".repeat(20_000) }), 413, /longer than 16384 bytes/],
    ["of a live drill that cancels", kill({ drill: true }), 409, /in live only Halt new/],
    ["of megabytes", "x".repeat(5_000_000), 413, /longer than 16384 bytes/],
  ])("with a body %s is refused with a sentence", async (_case, body, ...expected) => {
    const answer = await on.call({ headers: bearer(), body });
    expect([answer.status, error(answer)]).toEqual([
      expected[0],
      expect.stringMatching(expected[1]),
    ]);
  });

  test("takes JSON only, so that no form of another site can send it", async () => {
    const headers = { ...bearer(), "content-type": "text/plain" };
    expect(await on.call({ headers, body: kill() })).toMatchObject({ status: 415 });
  });
});

describe("GET", () => {
  test("/kill shows the kill in force, the same for everybody who may see it", async () => {
    await on.call({ headers: bearer(), body: kill() });
    const answer = await on.call({
      method: "GET",
      headers: bearer(token({ userId: "u2", name: "Bob" })),
    });
    expect(report(answer)).toMatchObject({ killId: "c1", by: "Ada" });
    expect((await on.call({ method: "GET" })).status).toBe(401);
  });

  test("/health needs no token and says nothing about the account", async () => {
    const answer = await on.call({ method: "GET", path: "/health" });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      { engineAlive: true, latched: false },
    ]);
  });

  test.each([
    ["GET", "/", 404],
    ["DELETE", "/kill", 405],
    ["POST", "/health", 405],
  ])("%s %s is refused with a sentence", async (method, path, status) => {
    const answer = await on.call({ method, path });
    expect(answer.status).toBe(status);
    expect(error(answer)).toMatch(/served/);
  });

  test("a preflight is answered for the console and for nobody else", async () => {
    const mine = await on.call({ method: "OPTIONS", headers: { origin: CONSOLE } });
    expect([mine.status, mine.headers["access-control-allow-origin"]]).toEqual([204, CONSOLE]);
    const theirs = await on.call({
      method: "OPTIONS",
      headers: { origin: "https://evil.example" },
    });
    expect([theirs.status, theirs.headers["access-control-allow-origin"]]).toEqual([
      403,
      undefined,
    ]);
  });
});

test("a port that is taken is named", async () => {
  const again = await openKillListener(
    { port: on.listener.port, host: "127.0.0.1", socket: join(on.folder, "other.sock") },
    () => {
      throw new Error("unreachable");
    },
  );
  expect(again).toEqual({
    ok: false,
    error: expect.stringMatching(/^port \d+ \(watchdog\) cannot be used: .*EADDRINUSE/),
  });
});
