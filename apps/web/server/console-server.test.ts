import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { readProxies, type TrustedProxies } from "./client-address.ts";
import { makeConsoleServer } from "./console-server.ts";

const open: Server[] = [];

async function listen(server: Server): Promise<string> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = addressOf(server);
  return `http://127.0.0.1:${port}`;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the server does not listen");
  return address;
}

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** An engine that tells what it was asked, and echoes what a socket says. */
async function startEngine(): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      seen.push({ url: incoming.url ?? "", headers: incoming.headers, body });
      const headers = { "Content-Type": "application/json", "Set-Cookie": "s=1; HttpOnly" };
      response.writeHead(200, headers).end('{"ok":true}');
    });
  });
  server.on("upgrade", (incoming, socket) => {
    seen.push({ url: incoming.url ?? "", headers: incoming.headers, body: "" });
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    );
    socket.pipe(socket);
  });
  return { url: await listen(server), seen };
}

const DOWN = "http://127.0.0.1:1";

async function startConsole(targets: {
  engineUrl?: string;
  watchdogUrl?: string;
  secure?: boolean;
  proxies?: TrustedProxies;
}): Promise<string> {
  return listen(
    makeConsoleServer({
      engineUrl: targets.engineUrl ?? DOWN,
      watchdogUrl: targets.watchdogUrl ?? DOWN,
      ...(targets.secure === undefined ? {} : { secure: targets.secure }),
      ...(targets.proxies === undefined ? {} : { proxies: targets.proxies }),
      renderPage: async (_, response) => {
        response.end("a page");
      },
    }),
  );
}

/** Sends bytes as they are, which no client would; resolves with the answer. */
function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.once("data", (data: Buffer) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

/** Asks for an upgrade and returns the status, with what came back after saying "ping". */
async function upgrade(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; echo: string }> {
  const asked = request(url, {
    headers: { Connection: "Upgrade", Upgrade: "websocket", ...headers },
  });
  asked.end();
  return new Promise((resolve, reject) => {
    asked.on("error", reject);
    asked.on("response", (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, echo: "" });
    });
    asked.on("upgrade", (response, socket) => {
      socket.once("data", (data: Buffer) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, echo: data.toString() });
      });
      socket.write("ping");
    });
  });
}

describe("the console's server", () => {
  test("hands a call to the engine with body and cookies, and its answer back", async () => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url });
    const response = await fetch(`${origin}/trpc/kill.engage`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: "a=b" },
      body: '{"mode":"halt"}',
    });
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.getSetCookie()).toEqual(["s=1; HttpOnly"]);
    expect(engine.seen).toMatchObject([
      { url: "/trpc/kill.engage", body: '{"mode":"halt"}', headers: { cookie: "a=b" } },
    ]);
  });

  test("answers for an engine that is down with a sentence that says how to stop trading", async () => {
    const origin = await startConsole({});
    const response = await fetch(`${origin}/trpc/live.snapshot`);
    expect(response.status).toBe(502);
    const body = await response.json();
    expect(body.error.message).toContain("The engine at http://127.0.0.1:1 does not answer.");
    expect(body.error.message).toContain("./interlock kill --mode halt");
  });

  test("answers a person in words when the watchdog is down", async () => {
    const origin = await startConsole({});
    const response = await fetch(`${origin}/kill/plain`, { headers: { accept: "text/html" } });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain("The watchdog at");
  });

  test("lets no other site post, and the engine never hears of it", async () => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url, watchdogUrl: engine.url });
    for (const path of ["/trpc/kill.resume", "/kill", "/api/auth/sign-out"]) {
      const response = await fetch(`${origin}${path}`, {
        method: "POST",
        headers: { origin: "http://evil.test" },
      });
      expect(response.status).toBe(403);
    }
    expect(engine.seen).toEqual([]);
  });

  test("never passes on where a client claims to come from", async () => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url });
    await fetch(`${origin}/trpc/session.me`, {
      headers: { "x-forwarded-for": "1.2.3.4", "x-forwarded-host": "evil.test" },
    });
    expect(engine.seen[0]?.headers["x-forwarded-for"]).toBe("127.0.0.1");
    expect(engine.seen[0]?.headers["x-forwarded-host"]).not.toBe("evil.test");
  });

  test.each([
    { hops: "", named: "203.0.113.9", seen: "127.0.0.1", why: "no proxy is configured" },
    { hops: "1", named: "203.0.113.9", seen: "203.0.113.9", why: "our proxy names it" },
    { hops: "1", named: "1.2.3.4, 203.0.113.9", seen: "203.0.113.9", why: "the first is a claim" },
    { hops: "2", named: "1.2.3.4, 203.0.113.9", seen: "203.0.113.9", why: "that is no proxy" },
    { hops: "2", named: "1.2.3.4, 198.51.100.7, 10.1.2.3", seen: "198.51.100.7", why: "10/8 is" },
    { hops: "1", named: "[2001:db8::7]:4711", seen: "2001:db8::7", why: "a port is no address" },
    { hops: "1", named: "1.2.3.4, unknown", seen: "127.0.0.1", why: "it names no address" },
    { hops: "1", named: "", seen: "127.0.0.1", why: "it names nobody" },
  ])("takes $seen for whom asks, of '$named' by $hops proxies: $why", async (one) => {
    const engine = await startEngine();
    const proxies = readProxies(one.hops, "127.0.0.1, 10.0.0.0/8");
    if (typeof proxies === "string") throw new Error(proxies);
    const origin = await startConsole({ engineUrl: engine.url, proxies });
    const headers = one.named === "" ? {} : { "x-forwarded-for": one.named };
    await fetch(`${origin}/trpc/session.me`, { headers });
    await upgrade(`${origin}/feed`, { Origin: origin, ...headers });
    expect(engine.seen.map(({ headers: { "x-forwarded-for": seen } }) => seen)).toEqual([
      one.seen,
      one.seen,
    ]);
  });

  test("believes no proxy that connects from an address that is not named", async () => {
    const engine = await startEngine();
    const proxies = readProxies("1", "10.0.0.0/8");
    if (typeof proxies === "string") throw new Error(proxies);
    const origin = await startConsole({ engineUrl: engine.url, proxies });
    await fetch(`${origin}/trpc/session.me`, {
      headers: { "x-forwarded-for": "10.0.0.1, 1.2.3.4" },
    });
    expect(engine.seen[0]?.headers["x-forwarded-for"]).toBe("127.0.0.1");
  });

  test.each([
    ["many", "127.0.0.1", "TRUSTED_PROXY_HOPS"],
    ["-1", "127.0.0.1", "TRUSTED_PROXY_HOPS"],
    ["1", "", "TRUSTED_PROXIES"],
    ["1", "10.0.0.0/99", "TRUSTED_PROXIES"],
    ["1", "proxy.example", "TRUSTED_PROXIES"],
  ])("refuses %s hops from '%s', and names %s", (hops, addresses, variable) => {
    expect(readProxies(hops, addresses)).toContain(variable);
  });

  test("W03 never passes on what would skip the pages' own checks", async () => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url });
    const headers = {
      "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
      "x-middleware-rewrite": "http://evil.test/",
      "x-invoke-path": "/",
      "x-real-ip": "127.0.0.1",
      forwarded: "for=127.0.0.1",
    };
    await fetch(`${origin}/trpc/session.me`, { headers });
    expect(Object.keys(engine.seen[0]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(x-middleware|x-invoke|x-real|forwarded)/)]),
    );
  });

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "//169.254.169.254/feed",
    "/\\evil.test/feed",
  ])("W03 carries no request and no upgrade to %s", async (target) => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url, watchdogUrl: engine.url });
    for (const upgraded of ["", "Connection: Upgrade\r\nUpgrade: websocket\r\n"]) {
      const answer = await sendRaw(origin, `GET ${target} HTTP/1.1\r\nHost: x\r\n${upgraded}\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 (400|404|200) /);
    }
    expect(engine.seen).toEqual([]);
  });

  test.each([
    "/metrics",
    "/health",
    "/health/database",
    "/ready",
    "/live",
    "/trpc/../metrics",
    "/trpc/..%2fmetrics",
    "/api/auth/../../metrics",
    "/studio",
    "/prisma",
  ])("W21 asks neither engine nor watchdog for %s", async (path) => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url, watchdogUrl: engine.url });
    const answer = await sendRaw(
      origin,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).not.toContain('{"ok":true}');
    expect(engine.seen.map(({ url }) => url)).toEqual([]);
  });

  test("tells a browser to come back by TLS only where people reach it by TLS", async () => {
    const plain = await startConsole({});
    expect((await fetch(`${plain}/`)).headers.get("strict-transport-security")).toBeNull();
    const secure = await startConsole({ secure: true });
    expect((await fetch(`${secure}/`)).headers.get("strict-transport-security")).toBe(
      "max-age=31536000; includeSubDomains",
    );
  });

  test("guards every answer against framing and sniffing", async () => {
    const origin = await startConsole({});
    const response = await fetch(`${origin}/anything`);
    expect(await response.text()).toBe("a page");
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
  });

  test("joins the live feed to the engine, both ways", async () => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url });
    const joined = await upgrade(`${origin}/feed`, { Origin: origin, Cookie: "a=b" });
    expect(joined).toEqual({ status: 101, echo: "ping" });
    expect(engine.seen).toMatchObject([{ url: "/feed", headers: { cookie: "a=b" } }]);
  });

  test("refuses a socket of another site, on another path, or without an engine", async () => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url });
    const alone = await startConsole({});
    expect((await upgrade(`${origin}/feed`, { Origin: "http://evil.test" })).status).toBe(403);
    expect((await upgrade(`${origin}/elsewhere`, { Origin: origin })).status).toBe(404);
    expect((await upgrade(`${alone}/feed`, { Origin: alone })).status).toBe(502);
    expect(engine.seen).toEqual([]);
  });

  test("survives an upgrade that is broken off", async () => {
    const engine = await startEngine();
    const origin = await startConsole({ engineUrl: engine.url });
    const asked = request(`${origin}/feed`, {
      headers: { Connection: "Upgrade", Upgrade: "websocket" },
    });
    asked.on("error", () => undefined);
    asked.end();
    asked.destroy();
    expect((await fetch(`${origin}/anything`)).status).toBe(200);
  });
});
