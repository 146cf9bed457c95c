import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkoutRoot } from "./checkout-root.ts";
import { childVariables, type Env, readEnv, readVenueEnv } from "./env.ts";

const CHECKOUT = join(import.meta.dirname, "../../../..");

function env(variables: Record<string, string>): Env {
  const reading = readEnv(variables);
  if (!reading.ok) throw new Error(reading.faults.join("\n"));
  return reading.env;
}

describe("the environment", () => {
  test("needs nothing: a simulated venue, the checkout's data folder, the usual ports", () => {
    expect(env({})).toEqual({
      environment: "sim",
      root: CHECKOUT,
      dataDir: join(CHECKOUT, ".interlock"),
      databaseUrl: null,
      marketData: null,
      enginePort: 8001,
      watchdogPort: 8002,
      consoleUrl: "http://localhost:3000",
      startHalted: "",
      symbols: undefined,
      killToken: undefined,
      notices: { mail: null, slack: null, webhook: null },
    });
  });

  test("gives what its variables say", () => {
    expect(
      env({
        INTERLOCK_ENV: "paper",
        INTERLOCK_CONFIG_ROOT: "/etc/interlock",
        INTERLOCK_DATA_DIR: "/data",
        DATABASE_URL: "postgresql://localhost/interlock",
        ENGINE_PORT: "0",
        CONSOLE_URL: "https://desk.example/",
        INTERLOCK_START_HALTED: "crash_loop",
        INTERLOCK_SYMBOLS: "SPY, IBM",
      }),
    ).toMatchObject({
      environment: "paper",
      root: "/etc/interlock",
      dataDir: "/data",
      databaseUrl: "postgresql://localhost/interlock",
      enginePort: 0,
      consoleUrl: "https://desk.example",
      startHalted: "crash_loop",
      symbols: ["SPY", "IBM"],
    });
  });

  test("takes an empty variable for an absent one", () => {
    expect(env({ INTERLOCK_ENV: "", DATABASE_URL: "" })).toMatchObject({
      environment: "sim",
      databaseUrl: null,
    });
  });

  test("takes a relative data folder from the current folder", () => {
    expect(env({ INTERLOCK_DATA_DIR: "data" }).dataDir).toBe(join(process.cwd(), "data"));
  });

  test.each([
    [
      "INTERLOCK_ENV",
      "prod",
      'environment: INTERLOCK_ENV is "prod"; it must be one of "sim", "paper", "live".',
    ],
    [
      "ENGINE_PORT",
      "eighty",
      'environment: ENGINE_PORT is "eighty"; it must be a whole number from 0 to 65535.',
    ],
    [
      "WATCHDOG_PORT",
      "70000",
      'environment: WATCHDOG_PORT is "70000"; it must be a whole number from 0 to 65535.',
    ],
    [
      "CONSOLE_URL",
      "desk",
      'environment: CONSOLE_URL is "desk"; it must be an address such as http://localhost:3000.',
    ],
    [
      "CONSOLE_URL",
      "http://desk.example",
      'environment: CONSOLE_URL is "http://desk.example"; it must begin with https:// for any host but this machine: sessions and kills would travel in the open.',
    ],
    [
      "CONSOLE_URL",
      "http://127.0.0.1.desk.example:3000",
      'environment: CONSOLE_URL is "http://127.0.0.1.desk.example:3000"; it must begin with https:// for any host but this machine: sessions and kills would travel in the open.',
    ],
    [
      "TRUSTED_PROXY_HOPS",
      "all",
      'environment: TRUSTED_PROXY_HOPS is "all"; it must be a whole number from 0 to 5.',
    ],
    [
      "TRUSTED_PROXIES",
      "proxy.example",
      'environment: TRUSTED_PROXIES is "proxy.example"; it must be a list of addresses such as 127.0.0.1 or 10.0.0.0/8.',
    ],
    [
      "TRUSTED_PROXIES",
      "10.0.0.0/99",
      'environment: TRUSTED_PROXIES is "10.0.0.0/99"; it must be a list of addresses such as 127.0.0.1 or 10.0.0.0/8.',
    ],
  ])("names %s=%s with what is allowed", (name, value, sentence) => {
    expect(readEnv({ [name]: value })).toEqual({ ok: false, faults: [sentence] });
  });

  test("names a database address without showing it", () => {
    const reading = readEnv({ DATABASE_URL: "mysql://u:secret@h/d" });
    expect(reading).toEqual({
      ok: false,
      faults: [
        "environment: DATABASE_URL is not understood; it must be an address such as postgresql://user:password@host:5432/name.",
      ],
    });
  });

  test("names every fault at once", () => {
    const reading = readEnv({ INTERLOCK_ENV: "x", ENGINE_PORT: "y" });
    expect(reading.ok ? 0 : reading.faults.length).toBe(2);
  });
});

test("the venue's keys are asked for where real ones are needed, and only there", () => {
  expect(readVenueEnv("sim", {}).ok).toBe(true);
  const paper = readVenueEnv("paper", {});
  expect(paper.ok ? [] : paper.faults).toHaveLength(2);
});

test("a child gets our variables, with some changed", () => {
  const child = childVariables({ INTERLOCK_TEST_ONLY: "1" });
  expect(child.PATH).toBe(process.env.PATH);
  expect(child.INTERLOCK_TEST_ONLY).toBe("1");
});

test("the checkout is found from source and from a bundle alike", () => {
  expect(checkoutRoot(join(CHECKOUT, "apps/engine/dist"))).toBe(CHECKOUT);
  expect(() => checkoutRoot("/")).toThrow("no folder above / holds config/system.json");
});
