import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "./checkout.mjs";
import { startFault } from "./told-help.mjs";

let bare: string;
/** A checkout in which nothing is installed, and no npm is found that could. */
beforeAll(() => {
  bare = mkdtempSync(join(tmpdir(), "bare-"));
  for (const file of ["interlock", "package.json", "package-lock.json"])
    copyFileSync(join(ROOT, file), join(bare, file));
  cpSync(join(ROOT, "scripts"), join(bare, "scripts"), { recursive: true });
});
afterAll(() => rmSync(bare, { recursive: true }));

function run(root: string, ...args: readonly string[]) {
  const [script = "", ...rest] = args;
  const env = { PATH: "", HOME: root, npm_execpath: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...rest], {
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
}

const kept = (name: string) => readFileSync(join(ROOT, `scripts/setup/help/${name}.txt`), "utf8");

test.each([
  ["interlock", ["--help"]],
  ["start", ["start", "--help"]],
])("the help that is told without packages, of %s, is what the command line says", (name, args) => {
  const { stdout } = run(ROOT, "interlock", ...args);
  expect(kept(name), `write it again: ./interlock ${args.join(" ")}`).toBe(stdout);
});

describe("in a checkout where nothing is installed", () => {
  test.each([
    ["start", ["scripts/start.mjs", "--help"]],
    ["start", ["scripts/start.mjs", "--symbols", "SPY", "-h"]],
    ["start", ["interlock", "start", "--help"]],
    ["interlock", ["interlock", "--help"]],
    ["interlock", ["interlock"]],
  ])("the help of %s is told at once: %j", (name, args) => {
    expect(run(bare, ...args)).toEqual({ status: 0, stdout: kept(name), stderr: "" });
  });

  test.each([
    [["--nonsense"], "error: unknown option '--nonsense'"],
    [["SPY"], "error: SPY is no option of start"],
    [["--speed"], "error: option '--speed <n>' argument missing"],
    [["--fresh=yes"], "error: option '--fresh' takes no value"],
  ])("npm start refuses %j before it installs anything", (args, words) => {
    const { status, stdout, stderr } = run(bare, "scripts/start.mjs", ...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(`${words}\nThe options are told by npm start -- --help.\n`);
    expect(existsSync(join(bare, "node_modules"))).toBe(false);
  });

  test("any other command says how to install", () => {
    const { status, stderr } = run(bare, "interlock", "status");
    expect([status, stderr]).toEqual([
      1,
      "Interlock's packages are not installed: run npm start once.\n",
    ]);
  });
});

test.each([
  [[]],
  [["--replay", "DIR", "--symbols=SPY,IBM", "--speed", "max", "--no-console", "--json"]],
  [["--console-port", "0", "--data-dir", "--odd", "--fresh"]],
])("options that there are, are handed over: %j", (args) => {
  expect(startFault(args)).toBeUndefined();
});
