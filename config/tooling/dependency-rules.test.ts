import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import config from "./dependency-rules.mjs";

const CLI = join(
  import.meta.dirname,
  "../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
);
const RULES = join(import.meta.dirname, "dependency-rules.mjs");
const folder = mkdtempSync(join(tmpdir(), "interlock-rules-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Returns "rule: file" for every offence in a repository of `files`, each importing the paths given. */
function offencesIn(name: string, files: Readonly<Record<string, readonly string[]>>): string[] {
  const root = join(folder, name);
  for (const [path, imports] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), imports.map((target) => importLine(path, target)).join("\n"));
  }
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  const folders = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))];
  return violations(root, folders).map(({ rule, from }) => `${rule.name}: ${from}`);
}

function importLine(from: string, target: string): string {
  const isFile = target.includes("/") && !target.includes(":");
  const path = isFile ? relative(dirname(from), target) : target;
  return `import "${isFile && !path.startsWith(".") ? `./${path}` : path}";`;
}

function violations(root: string, folders: readonly string[]): readonly Violation[] {
  // Without a git repository above, and with offences only in the report: the JSON output exits 0.
  const args = [CLI, "--config", RULES, "--output-type", "json", ...folders];
  const report: unknown = JSON.parse(
    execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }),
  );
  return (report as { summary: { violations: Violation[] } }).summary.violations;
}

test("what the table allows passes", () => {
  const core = "packages/core/src/order/order.ts";
  const price = "packages/core/src/number/price.ts";
  const wire = "packages/alpaca/src/wire/order.ts";
  const names = offencesIn("allowed", {
    [core]: [price],
    [price]: [],
    [wire]: [core],
    "packages/alpaca-sim/src/venue/step.ts": [wire],
    "apps/engine/src/risk/risk.ts": [core, "apps/engine/src/state.ts"],
    "apps/engine/src/state.ts": [core],
    "apps/engine/src/decide.ts": ["apps/engine/src/risk/risk.ts"],
    "apps/engine/src/main.ts": ["apps/engine/src/decide.ts", "node:fs"],
    "apps/engine/src/backtest/venue/floor.ts": ["packages/alpaca-sim/src/venue/step.ts"],
    "apps/web/src/features/orders/orders.tsx": ["packages/api/src/router.ts"],
    "packages/api/src/router.ts": [core],
  }).filter((offence) => !offence.startsWith("packages-meet-through-their-names"));
  expect(names).toEqual([]);
});

test("every rule names the file that breaks it", () => {
  const db = "packages/db/src/client.ts";
  const core = "packages/core/src/side.ts";
  const files: Record<string, readonly string[]> = {
    [core]: [],
    [db]: [core],
    "packages/core/src/a.ts": [db],
    "packages/core/src/b.ts": ["node:fs"],
    "packages/alpaca/src/a.ts": [db],
    "packages/alpaca/src/wire/a.ts": ["node:http"],
    "packages/alpaca-sim/src/a.ts": ["packages/alpaca/src/a.ts"],
    "packages/alpaca-sim/src/venue/a.ts": ["packages/alpaca-sim/src/a.ts"],
    "packages/alpaca-sim/src/venue/b.ts": ["node:http"],
    "packages/db/src/a.ts": ["packages/api/src/a.ts"],
    "packages/api/src/a.ts": ["packages/alpaca/src/wire/a.ts"],
    "packages/api/src/b.ts": ["node:net"],
    "apps/web/src/a.ts": [db],
    "apps/web/src/b.ts": ["node_modules/pg/index.js"],
    "node_modules/pg/index.js": [],
    "apps/web/src/features/orders/a.ts": ["apps/web/src/features/risk/a.ts"],
    "apps/web/src/features/risk/a.ts": ["apps/web/src/components/a.ts"],
    "apps/web/src/components/a.ts": ["apps/web/src/features/kill/a.ts"],
    "apps/web/src/features/kill/a.ts": [],
    "apps/engine/src/a.ts": ["apps/web/src/a.ts", "packages/alpaca-sim/src/a.ts"],
    "apps/engine/src/risk/a.ts": ["apps/engine/src/signals/a.ts"],
    "apps/engine/src/risk/b.ts": ["apps/engine/src/a.ts"],
    "apps/engine/src/risk/c.ts": ["node:fs"],
    "apps/engine/src/signals/a.ts": [core],
    "apps/engine/src/input.ts": ["apps/engine/src/signals/a.ts"],
    "apps/engine/src/alone.ts": [],
    "apps/engine/src/trades.ts": ["packages/alpaca-sim/src/venue/a.ts"],
    "apps/engine/src/c.ts": ["apps/engine/src/d.ts"],
    "apps/engine/src/d.ts": ["apps/engine/src/c.ts", "./missing.ts"],
    "apps/engine/src/e.test.ts": [core],
    "apps/engine/src/e.ts": ["apps/engine/src/e.test.ts"],
    "e2e/tests/a.spec.ts": [core],
  };
  const found = offencesIn("forbidden", files);
  const broken = new Set(found.map((offence) => offence.split(":")[0]));
  const names = (config.forbidden ?? []).map(({ name }) => name ?? "");
  expect(names.filter((name) => !broken.has(name))).toEqual([]);
  expect(found).toContain("core-imports-nothing: packages/core/src/a.ts");
  expect(found).toContain("core-is-pure: packages/core/src/b.ts");
  expect(found).toContain("only-backtests-use-the-venue: apps/engine/src/trades.ts");
  expect(found).toContain("a-stage-knows-its-own-folder: apps/engine/src/risk/a.ts");
});
