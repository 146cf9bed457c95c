import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bought } from "../../../test/edge/bought.ts";
import { ConsoleClient, cookiesOf } from "../../../test/edge/console-client.ts";
import { CONSOLE_URL, EdgeStage } from "../../../test/edge/edge-stage.ts";
import { secretKey } from "../../supervisor/secret-key.ts";
import { watchRevocations } from "../../watchdog/kill-revocations.ts";
import { KILL_COOKIE, killTokenIn, readKillToken } from "../../watchdog/kill-token.ts";

const SOON = { timeout: 8_000, interval: 20 };

let stage: EdgeStage;
let owner: ConsoleClient;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
  owner = await stage.signIn();
});
afterAll(() => stage.close());

describe("signing in", () => {
  test("by a link makes the person of this machine the owner", async () => {
    expect(await owner.trpc.session.me.query()).toMatchObject({
      name: "Owner",
      role: "owner",
      environment: "sim",
    });
  });

  test("works once with each link", async () => {
    const link = await stage.link();
    const address = { url: stage.url, origin: CONSOLE_URL };
    await ConsoleClient.signIn(address, link);
    await expect(ConsoleClient.signIn(address, link)).rejects.toThrow(/no session/);
  });

  test("with a link that nobody made opens nothing", async () => {
    const forged = `${CONSOLE_URL}/sign-in?token=forged`;
    const address = { url: stage.url, origin: CONSOLE_URL };
    await expect(ConsoleClient.signIn(address, forged)).rejects.toThrow(/no session/);
  });

  test("is needed for every figure and every command, and the refusal says so", async () => {
    const { trpc } = stage.stranger();
    await expect(trpc.live.snapshot.query()).rejects.toThrow(/Sign in first/);
    await expect(
      trpc.kill.engage.mutate({ commandId: crypto.randomUUID(), mode: "halt" }),
    ).rejects.toThrow(/Sign in first/);
    expect(stage.rig.state.kill).toBeNull();
  });

  test("gives a token that stops trading even when sessions cannot be checked", async () => {
    const response = await owner.get("/trpc/session.me");
    const cookies = cookiesOf(response);
    const token = cookies.split("; ").find((cookie) => cookie.startsWith(`${KILL_COOKIE}=`));
    expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Strict/);
    const key = secretKey(stage.dataDir, "kill");
    const check = { key, now: Date.now(), revokedAt: () => null };
    expect(readKillToken(token?.slice(KILL_COOKIE.length + 1) ?? "", check)).toMatchObject({
      ok: true,
      value: { name: "Owner", role: "owner" },
    });
  });

  test("gives that token once", async () => {
    const given = cookiesOf(await owner.get("/trpc/session.me"));
    const again = await owner.get("/trpc/session.me", {
      cookie: `${owner.address.cookie}; ${given}`,
    });
    expect(cookiesOf(again)).not.toContain(KILL_COOKIE);
  });
});

describe("admission", () => {
  test("is from this machine only: health and metrics ask nobody who they are", async (context) => {
    const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
    const outside = addresses.find(({ family, internal }) => family === "IPv4" && !internal);
    if (outside === undefined) return context.skip("this machine has no address but its own");
    const elsewhere = stage.url.replace("127.0.0.1", outside.address);
    await expect(fetch(`${elsewhere}/metrics`)).rejects.toThrow();
    expect((await fetch(`${stage.url}/metrics`)).status).toBe(200);
  });

  test("refuses another page's requests whatever cookie they carry, and says where to go", async () => {
    const { address } = owner;
    const other = new ConsoleClient({ ...address, origin: "http://evil.example" });
    await expect(other.trpc.live.snapshot.query()).rejects.toThrow();
    const response = await other.get("/trpc/session.me");
    expect(response.status).toBe(403);
    expect(await response.text()).toContain(`open the console at ${CONSOLE_URL}`);
    await expect(other.open("/feed")).rejects.toThrow("refused with 403");
  });

  test.each(["cross-site", "same-site"])("refuses a %s request", async (site) => {
    // fetch sets this header by itself; a plain request may.
    expect(await statusOf("/live", { "sec-fetch-site": site })).toBe(403);
    expect(await statusOf("/live", { "sec-fetch-site": "same-origin" })).toBe(200);
  });

  test("takes commands as JSON only, so that no form of another page can send one", async () => {
    const response = await fetch(`${stage.url}/trpc/kill.engage`, {
      method: "POST",
      headers: { ...owner.headers, "content-type": "text/plain" },
      body: JSON.stringify({ commandId: crypto.randomUUID(), mode: "halt" }),
    });
    expect(response.status).toBe(415);
    expect(stage.rig.state.kill).toBeNull();
  });

  test("refuses a body that is larger than any command", async () => {
    const response = await fetch(`${stage.url}/trpc/kill.engage`, {
      method: "POST",
      headers: { ...owner.headers, "content-type": "application/json" },
      body: JSON.stringify({ reason: "x".repeat(70_000) }),
    });
    expect(response.status).toBe(413);
  });

  test("says what is not served", async () => {
    const response = await owner.get("/nowhere");
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: "nothing is served at /nowhere" },
    ]);
  });

  test("opens no socket without a session, nor where none is served", async () => {
    await expect(stage.stranger().open("/feed")).rejects.toThrow("refused with 401");
    await expect(owner.open("/other")).rejects.toThrow("refused with 404");
  });
});

function statusOf(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${stage.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

describe("roles", () => {
  test("a viewer may look, and is told which role everything else needs", async () => {
    const viewer = await stage.signIn("viewer");
    const commandId = crypto.randomUUID();
    expect((await viewer.trpc.session.me.query()).role).toBe("viewer");
    await expect(viewer.trpc.kill.engage.mutate({ commandId, mode: "flatten" })).rejects.toThrow(
      /needs the role trader or risk or owner/,
    );
    await expect(
      viewer.trpc.positions.close.mutate({ commandId, symbol: "SPY", percent: 100 }),
    ).rejects.toThrow(/needs the role trader or risk or owner/);
    await expect(
      viewer.trpc.positions.rearmStop.mutate({ commandId, symbol: "SPY" }),
    ).rejects.toThrow(/needs the role trader or risk or owner/);
    await expect(
      viewer.trpc.breakers.rearm.mutate({ commandId, breaker: "drawdown", reason: "" }),
    ).rejects.toThrow(/needs the role risk or owner/);
    await expect(
      viewer.trpc.overrides.grant.mutate({
        commandId,
        clientOrderId: "il-1",
        reason: "a large block",
      }),
    ).rejects.toThrow(/needs the role risk or owner/);
    const restated = { symbol: "SPY", side: "buy", quantity: "1", limitPrice: null } as const;
    await expect(
      viewer.trpc.overrides.use.mutate({ commandId, overrideId: "ov-1", ...restated }),
    ).rejects.toThrow(/needs the role trader or risk or owner/);
    await expect(
      viewer.trpc.kill.resume.mutate({ commandId, reason: "because I would like to" }),
    ).rejects.toThrow(/needs the role risk or owner/);
  });
});

describe("health", () => {
  const bodyOf = async (path: string) => {
    const response = await stage.stranger().get(path);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test("/live says that the edge answers", async () => {
    expect(await bodyOf("/live")).toEqual({ status: 200, body: { live: true } });
  });

  test("/ready follows the decision loop: silent for five seconds is not ready", async () => {
    await expect
      .poll(async () => {
        stage.beat();
        return (await bodyOf("/ready")).status;
      }, SOON)
      .toBe(200);
    stage.beat(6_000);
    expect(await bodyOf("/ready")).toEqual({ status: 503, body: { ready: false } });
    expect((await bodyOf("/health")).body).toMatchObject({ status: "down", ready: false });
    stage.beat();
  });

  test("/health says of every part how it is", async () => {
    const reports = { kind: "strategy_reports", reports: [], watchdogUp: true } as const;
    stage.send(reports);
    await expect
      .poll(async () => {
        stage.beat();
        return (await bodyOf("/health")).body["status"];
      }, SOON)
      .toBe("ok");
  });

  test.each([
    ["/health/market-data", "market_data"],
    ["/health/risk-manager", "risk_manager"],
    ["/health/execution-engine", "order_stream"],
    ["/health/signal-bridge", "signal_bridge"],
    ["/health/database", "database"],
  ])("%s is the state of its part", async (path, name) => {
    expect(await bodyOf(path)).toMatchObject({ status: 200, body: { name } });
  });

  test("a part that is down is a failure for who watches", async () => {
    const down = { kind: "connection", channel: "market_data", up: false, reason: "" } as const;
    stage.rig.give(down);
    await expect.poll(async () => (await bodyOf("/health/market-data")).status, SOON).toBe(503);
    expect((await bodyOf("/ready")).status).toBe(503);
    stage.rig.give({ ...down, up: true });
    await expect.poll(async () => (await bodyOf("/health/market-data")).status, SOON).toBe(200);
  });
});

test("metrics give the engine's figures in dollars and counts, each once", async () => {
  stage.beat();
  const text = await (await stage.stranger().get("/metrics")).text();
  const value = (name: string) => {
    const lines = text.split("\n").filter((line) => line.startsWith(`${name} `));
    expect(lines).toHaveLength(1);
    return Number(lines[0]?.split(" ")[1]);
  };
  expect(value("interlock_orders_today")).toBe(1);
  expect(value("interlock_fills_today")).toBe(1);
  expect(value("interlock_open_orders")).toBe(0);
  expect(value("interlock_gross_exposure_dollars")).toBeCloseTo(4900.49, 2);
  expect(value("interlock_equity_dollars")).toBeCloseTo(100_000, -1);
  expect(value("interlock_day_pnl_dollars")).toBeLessThan(0);
  expect(value("interlock_reconciliation_breaks")).toBe(0);
  expect(value("interlock_heartbeat_age_seconds")).toBeLessThan(5);
  expect(value('interlock_trading_state{state="active"}')).toBe(1);
  expect(value('interlock_trading_state{state="halted"}')).toBe(0);
});

test("denials are counted by the check that denied", async () => {
  const { rig, screen } = stage;
  rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
  screen.quote("IBM", "50.00", "50.02");
  rig.wish("IBM", 1);
  await expect
    .poll(async () => (await stage.stranger().get("/metrics")).text(), SOON)
    .toContain('interlock_denials_today{code="trading_state"} 1');
  rig.command({ kind: "resume", reason: "the drill is over" });
});

test("signing out is sent with POST, and what fails of it is said and ends nothing", async () => {
  const token = killTokenIn(cookiesOf(await owner.get("/trpc/session.me"))) ?? "";
  const revokedAt = watchRevocations(stage.dataDir);
  const check = { key: secretKey(stage.dataDir, "kill"), now: Date.now(), revokedAt };
  const cookie = `${owner.address.cookie}; interlock_kill=${token}`;
  const signOut = (method: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${stage.url}/api/auth/sign-out`, {
      method,
      headers: { ...owner.headers, ...headers, cookie },
      ...(method === "POST" ? { body: "{}" } : {}),
    });
  const json = { "content-type": "application/json" };
  expect((await signOut("GET")).status).toBe(405);
  expect((await signOut("POST", { "content-type": "text/plain" })).status).toBe(415);
  expect((await signOut("POST", { ...json, "x-interlock-client": "" })).status).toBe(403);
  await stage.sql(
    `create function identity.keep() returns trigger language plpgsql as 'begin raise exception ''not now''; end';
     create trigger keep before delete on identity.session execute function identity.keep()`,
  );
  const failed = await signOut("POST", json);
  expect([failed.status, await failed.text()]).toEqual([503, expect.stringContaining("not now")]);
  await stage.sql("drop trigger keep on identity.session; drop function identity.keep()");
  expect(readKillToken(token, check).ok).toBe(true);
  expect((await owner.get("/trpc/session.me")).status).toBe(200);
  const noted = stage.told.map((told) => (told.kind === "person_event" ? told.noted.event : null));
  expect(noted).not.toContain("signed_out");
});

test("signing out ends the session, and voids the token that stops trading", async () => {
  const token = killTokenIn(cookiesOf(await owner.get("/trpc/session.me"))) ?? "";
  const revokedAt = watchRevocations(stage.dataDir);
  const check = { key: secretKey(stage.dataDir, "kill"), now: Date.now(), revokedAt };
  expect(readKillToken(token, check).ok).toBe(true);
  const out = await fetch(`${stage.url}/api/auth/sign-out`, {
    method: "POST",
    headers: { ...owner.headers, "content-type": "application/json" },
    body: "{}",
  });
  expect(out.status).toBe(200);
  expect(readKillToken(token, check)).toMatchObject({ ok: false });
});
