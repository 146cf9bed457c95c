import { expect, test, vi, afterEach } from "vitest";
import { readEnv, readVenueEnv } from "../../config/env.ts";
import { planChildren, type StartRequest } from "./start-plan.ts";

afterEach(() => vi.unstubAllEnvs());

function request(change: Partial<StartRequest> = {}): StartRequest {
  const env = readEnv({ INTERLOCK_DATA_DIR: "/data", INTERLOCK_ENV: "sim" });
  const venueEnv = readVenueEnv("sim", {});
  if (!env.ok || !venueEnv.ok) throw new Error("the environment is not sound");
  return {
    env: env.env,
    venueEnv: venueEnv.environment,
    ports: { venue: 1, engine: 2, watchdog: 3, console: 4 },
    databaseUrl: "postgresql://db",
    symbols: ["SPY", "IBM"],
    tape: {
      choice: { replay: null, date: null, from: null, seed: "1", symbols: ["SPY", "IBM"] },
      args: ["--generate"],
      speed: 1,
      sentence: "a generated day",
    },
    withConsole: false,
    ...change,
  };
}

function planned(change: Partial<StartRequest> = {}) {
  const plans = planChildren(request(change));
  if (!plans.ok) throw new Error(plans.error);
  return plans.value;
}

test("in a simulation engine and watchdog trade at the simulated venue of this machine", () => {
  const plans = planned();
  expect(plans.map(({ name }) => name)).toEqual(["venue", "engine", "watchdog"]);
  expect(plans[0]?.args.slice(-5)).toEqual([
    "--port",
    "1",
    "--state-dir",
    "/data/venue",
    "--generate",
  ]);
  for (const { env } of plans.slice(1))
    expect(env).toMatchObject({
      ALPACA_BASE_URL: "http://127.0.0.1:1",
      ALPACA_STREAM_URL: "ws://127.0.0.1:1/stream",
      INTERLOCK_DATA_DIR: "/data",
      INTERLOCK_SYMBOLS: "SPY,IBM",
      DATABASE_URL: "postgresql://db",
    });
});

test("at a real venue no simulated one is started, and the endpoints are left alone", () => {
  vi.stubEnv("ALPACA_BASE_URL", "https://paper.example");
  const plans = planned({ tape: null, symbols: undefined });
  expect(plans.map(({ name }) => name)).toEqual(["engine", "watchdog"]);
  expect(plans[0]?.env).toMatchObject({ ALPACA_BASE_URL: "https://paper.example" });
  expect(plans[0]?.env["INTERLOCK_SYMBOLS"]).toBeUndefined();
});

const SECRETS = {
  INTERLOCK_SMTP_URL: "smtps://me:withheld@mail",
  INTERLOCK_SLACK_WEBHOOK_URL: "https://slack/withheld",
  INTERLOCK_WEBHOOK_URL: "https://hook/withheld",
  INTERLOCK_WEBHOOK_SECRET: "withheld-secret-of-hook",
  INTERLOCK_KILL_TOKEN: "withheld-token",
  PGPASSWORD: "withheld",
  PGSERVICEFILE: "/withheld",
};

test("neither venue nor console is given what tells people, kills, or opens the database", (context) => {
  for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
  const without = planned();
  const venue = without.find(({ name }) => name === "venue");
  expect(JSON.stringify(venue?.env)).not.toContain("withheld");
  const engine = without.find(({ name }) => name === "engine");
  expect(engine?.env).toMatchObject(SECRETS);
  const plans = planChildren(request({ withConsole: true }));
  if (!plans.ok) return context.skip("the console is not built on this machine");
  const console = plans.value.find(({ name }) => name === "console");
  expect(JSON.stringify(console?.env)).not.toContain("withheld");
});

test("the console is given neither the venue's keys nor the database", (context) => {
  vi.stubEnv("ALPACA_API_KEY", "key");
  vi.stubEnv("ALPACA_SECRET_KEY", "secret");
  vi.stubEnv("DATABASE_URL", "postgresql://secret");
  const plans = planChildren(request({ withConsole: true }));
  if (!plans.ok) {
    expect(plans.error).toBe("The console is not built: run npm start once, or pass --no-console.");
    return context.skip("the console is not built on this machine");
  }
  const console = plans.value.find(({ name }) => name === "console");
  expect(JSON.stringify(console?.env)).not.toMatch(/"key"|"secret"|postgresql/);
  expect(console?.env).toMatchObject({ CONSOLE_PORT: "4", ENGINE_URL: "http://127.0.0.1:2" });
});
