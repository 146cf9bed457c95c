import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { checkoutRoot } from "../config/checkout-root.ts";
import { commandLine } from "./test/command-line.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "validate-"));
  cpSync(join(checkoutRoot(), "config"), join(root, "config"), {
    recursive: true,
    filter: (path) => !path.includes("absent") && !path.includes("tooling"),
  });
  vi.stubEnv("INTERLOCK_CONFIG_ROOT", root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const LIVE_ACCOUNT = "0b8f2a3e-6f0d-4c58-9d53-0a6f1f1c2d3e";

function edit(file: string, from: RegExp, to: string): void {
  const path = join(root, "config", file);
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

test("a sound configuration is told for each environment with its hash, with code 0", async () => {
  edit("system.production.json", /"accountId": null/, `"accountId": "${LIVE_ACCOUNT}"`);
  const { code, stdout } = await commandLine("validate-config");
  const lines = stdout.trim().split("\n");
  expect(lines.map((line) => line.split(":")[0])).toEqual(["sim", "paper", "live"]);
  for (const line of lines) expect(line).toMatch(/^\w+: sound, \S{16,}$/);
  expect(code).toBe(0);
});

test("as it comes it is sound, and says what live still needs before its first start", async () => {
  const { code, stdout } = await commandLine("validate-config");
  expect(stdout).toMatch(
    /^live: not set up yet: config\/system.production.json: accountId is null/m,
  );
  expect(code).toBe(0);
});

test("live without the id of its account is refused, and says what to write there", async () => {
  const { code, stdout } = await commandLine("validate-config", "--env", "live");
  expect(stdout).toContain("accountId is null; it must be the id of the live account");
  expect(code).toBe(1);
});

test("one environment is checked alone when it is named", async () => {
  rmSync(join(root, "config/system.production.json"));
  expect((await commandLine("validate-config", "--env", "sim")).code).toBe(0);
  const { code, stdout } = await commandLine("validate-config", "--env", "live");
  expect(stdout).toContain("config/system.production.json");
  expect(code).toBe(1);
});

test("a fault in the limits that all environments have is said once, with file, key and value", async () => {
  edit("risk_limits.toml", /^duplicate_intent_window_ms.*$/im, "duplicate_intent_window_ms = -5");
  edit("risk_limits.toml", /^(\s*)(\w+) = .*$/m, "$1$2 = -5");
  const { code, stdout } = await commandLine("validate-config");
  const faults = stdout.split("\n").filter((line) => line.includes("risk_limits.toml"));
  expect(faults.length).toBeGreaterThan(0);
  expect(new Set(faults).size).toBe(faults.length);
  expect(faults[0]).toContain("-5");
  expect(code).toBe(1);
});

test("programs get every fault with its environment, and the hashes of the sound ones", async () => {
  edit("system.json", /"heartbeatTimeoutMs": \d+/, '"heartbeatTimeoutMs": 1');
  const { code, stdout } = await commandLine("validate-config", "--json");
  const fault = z.object({ environment: z.string(), key: z.string() });
  const { faults, hashes } = z
    .object({ faults: z.array(fault), hashes: z.record(z.string(), z.string()) })
    .parse(JSON.parse(stdout));
  expect(faults[0]).toMatchObject({ key: "watchdog.heartbeatTimeoutMs" });
  expect(Object.keys(hashes)).not.toContain(faults[0]?.environment);
  expect(code).toBe(1);
});
