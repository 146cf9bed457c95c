import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleClient } from "../../edge/console-client.ts";
import { CONSOLE_URL, EdgeStage } from "../../edge/edge-stage.ts";

const SOON = { timeout: 8_000, interval: 20 };
const JSON_TYPE = { "content-type": "application/json" };

let stage: EdgeStage;
let owner: ConsoleClient;

beforeAll(async () => {
  ({ stage, owner } = await EdgeStage.withOwner());
});
afterAll(() => stage.close());

/** Sends what a browser's fetch would not let a test send; resolves with the status. */
function send(
  path: string,
  { method = "POST", headers = {}, body = "" }: SentRequest,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${stage.url}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end(body);
  });
}

interface SentRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const killBody = () => JSON.stringify({ commandId: crypto.randomUUID(), mode: "halt" });
const commands = () => stage.told.filter(({ kind }) => kind === "command").length;
const noted = () =>
  stage.told.flatMap((told) => (told.kind === "person_event" ? [told.noted.detail] : []));

describe("a kill that another page makes a signed-in browser send", () => {
  const own = () => ({ cookie: owner.address.cookie });
  const ours = () => ({ ...own(), origin: CONSOLE_URL, "x-interlock-client": "console" });

  test.each([
    [
      "W01 as a form",
      403,
      { origin: "http://evil.example", "content-type": "application/x-www-form-urlencoded" },
    ],
    [
      "W01 as a multipart form",
      403,
      { origin: "http://evil.example", "content-type": "multipart/form-data; boundary=x" },
    ],
    ["W01 as text/plain", 403, { origin: "http://evil.example", "content-type": "text/plain" }],
    ["W01 as JSON of a page that hides its origin", 403, { origin: "null", ...JSON_TYPE }],
    [
      "W02 from a page on another port of this host",
      403,
      { origin: "http://localhost:3001", ...JSON_TYPE },
    ],
    [
      "W02 from a page on a sibling domain",
      403,
      { origin: "http://other.localhost:3000", ...JSON_TYPE },
    ],
    [
      "W02 from a page on the same name over another scheme",
      403,
      { origin: "https://localhost:3000", ...JSON_TYPE },
    ],
    [
      "W01 as one that says it is of another site",
      403,
      { "sec-fetch-site": "cross-site", ...JSON_TYPE },
    ],
  ])(
    "%s is refused with %d, is in the audit trail, and does nothing",
    async (_how, status, headers) => {
      const before = commands();
      const notes = noted().length;
      expect(
        await send("/trpc/kill.engage", { headers: { ...own(), ...headers }, body: killBody() }),
      ).toBe(status);
      await expect.poll(() => noted().length, SOON).toBeGreaterThan(notes);
      expect(noted().at(-1)).toContain("POST /trpc/kill.engage");
      expect(commands()).toBe(before);
    },
  );

  test.each([
    ["W01 as a form of our own page", 415, { "content-type": "application/x-www-form-urlencoded" }],
    ["W01 as text of our own page", 415, { "content-type": "text/plain" }],
    [
      "W01 as a multipart form of our own page",
      415,
      { "content-type": "multipart/form-data; boundary=x" },
    ],
    ["W01 typed into the address bar", 403, { "sec-fetch-site": "none", ...JSON_TYPE }],
  ])("%s is refused with %d", async (_how, status, headers) => {
    const before = commands();
    expect(
      await send("/trpc/kill.engage", { headers: { ...ours(), ...headers }, body: killBody() }),
    ).toBe(status);
    expect(commands()).toBe(before);
  });

  test("W01 without the header that makes a browser ask first is refused with 403", async () => {
    const before = commands();
    const headers = { ...own(), origin: CONSOLE_URL, ...JSON_TYPE };
    expect(await send("/trpc/kill.engage", { headers, body: killBody() })).toBe(403);
    expect(commands()).toBe(before);
  });

  test.each([
    "kill.engage",
    "kill%2Eengage",
    "live.snapshot,kill.engage",
    "live.snapshot%2Ckill.engage",
  ])("W01 as an image's address, %s, is refused: no GET has an effect", async (path) => {
    const before = commands();
    const input = encodeURIComponent(killBody());
    const status = await send(`/trpc/${path}?batch=1&input=${input}`, {
      method: "GET",
      headers: ours(),
    });
    expect(status).toBe(405);
    expect(await send(`/trpc/${path}?input=${input}`, { method: "HEAD", headers: ours() })).toBe(
      405,
    );
    expect(commands()).toBe(before);
  });

  test.each(["PUT", "PATCH"])("W01 sent with %s is refused", async (method) => {
    const headers = { ...ours(), ...JSON_TYPE };
    expect(await send("/trpc/kill.engage", { method, headers, body: killBody() })).toBe(405);
  });

  test("W01 tried a thousand times fills no journal", async () => {
    const before = noted().length;
    const headers = { ...own(), origin: "http://evil.example", ...JSON_TYPE };
    for (let tried = 0; tried < 1_000; tried += 1)
      await send("/trpc/kill.engage", { headers, body: "{}" });
    expect(noted().length - before).toBeLessThanOrEqual(20);
  });
});

describe("headers that claim to be somebody", () => {
  test.each([
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" },
    { "x-forwarded-host": "localhost:3000", "x-forwarded-proto": "https" },
    { authorization: "Basic b3duZXI6b3duZXI=" },
    { "x-interlock-user": "owner", "x-interlock-role": "owner" },
  ])("W03 %o open nothing without a session", async (headers) => {
    expect(await send("/trpc/session.me", { method: "GET", headers })).toBe(401);
    const body = killBody();
    const told = { ...JSON_TYPE, "x-interlock-client": "console", origin: CONSOLE_URL, ...headers };
    expect(await send("/trpc/kill.engage", { headers: told, body })).toBe(401);
  });

  test("W03 a request or an upgrade that names another host is not carried there", async () => {
    for (const upgrade of ["", "Connection: Upgrade\r\nUpgrade: websocket\r\n"]) {
      const answer = await raw(
        `GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\nHost: 169.254.169.254\r\n${upgrade}\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    }
  });
});

/** Sends bytes as they are; resolves with the beginning of the answer. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(stage.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.once("data", (data: Buffer) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

describe("a socket", () => {
  test("W04 of another page is refused with 403, whatever cookie and ticket it brings", async () => {
    const headers = { origin: "http://evil.example" };
    await expect(owner.openWith("/feed", await owner.ticket(), headers)).rejects.toThrow("403");
  });

  test("W04 without a session is refused with 401", async () => {
    const stranger = stage.stranger();
    await expect(stranger.openWith("/feed", await owner.ticket())).rejects.toThrow("401");
  });

  test.each(["/feed", "/trpc"])("W04 on %s without a ticket is refused with 403", async (path) => {
    await expect(owner.openWith(path, ["interlock"])).rejects.toThrow("403");
    await expect(owner.openWith(path, [])).rejects.toThrow("403");
  });

  test("W04 with a ticket in its address is refused: an address is logged", async () => {
    const [, offered = ""] = await owner.ticket();
    const ticket = offered.slice("ticket.".length);
    await expect(owner.openWith(`/feed?ticket=${ticket}`, ["interlock"])).rejects.toThrow("403");
    await expect(
      owner.openWith(`/trpc?connectionParams=1&token=${ticket}`, ["interlock"]),
    ).rejects.toThrow("403");
  });

  test("W04 opens once with each ticket, and never with that of somebody else's session", async () => {
    const other = await stage.person("viewer");
    const ticket = await owner.ticket();
    await expect(other.openWith("/feed", ticket)).rejects.toThrow("403");
    await expect(owner.openWith("/feed", ticket)).rejects.toThrow("403");
    const again = await owner.ticket();
    const socket = await owner.openWith("/feed", again);
    expect(socket.socket.protocol).toBe("interlock");
    await expect(owner.openWith("/feed", again)).rejects.toThrow("403");
    socket.close();
  });
});

test("W21 metrics hold names of parts and of reasons, and nothing that names a person or opens anything", async () => {
  const { userId, email, session } = await owner.trpc.session.me.query();
  const text = await (await stage.stranger().get("/metrics")).text();
  expect(text).toContain("interlock_");
  for (const secret of [userId, email, session.id, owner.address.cookie])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/ilk_|postgres(ql)?:|password|secret|token/i);
});
