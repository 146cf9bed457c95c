import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { commandLine } from "../test/command-line.ts";
import { fileFault } from "./file-fault.ts";

let root: string;
let dataDir: string;
let order: string;
const at = (...parts: readonly string[]) => join(root, ...parts);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "il-paths-"));
  dataDir = at("data");
  mkdirSync(dataDir);
  const rig = (await RecordedRig.open(dataDir)).tradeABit();
  order = Object.keys(rig.state.orders)[0] ?? "";
  await rig.close();
  writeFileSync(at("file"), "no folder");
  mkdirSync(at("folder"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const interlock = (...args: readonly string[]) => commandLine(...args, "--data-dir", dataDir);

describe("a command that writes", () => {
  test("makes the folder it was told to write into, with its parents, for its owner alone", async () => {
    const into = at("new", "deep");
    expect(await interlock("dossier", order, "--into", into)).toMatchObject({ code: 0 });
    expect(statSync(into).mode & 0o777).toBe(0o700);
    expect(statSync(join(into, `${order}.html`)).mode & 0o777).toBe(0o600);
    const html = at("reports", "today.html");
    expect((await interlock("readiness", "--html", html)).stdout).toContain(`is in ${html}.`);
    expect(statSync(html).size).toBeGreaterThan(0);
    expect(await interlock("audit", "export", "--into", at("out", "export"))).toMatchObject({
      code: 0,
    });
    expect(await interlock("backup", "--no-database", "--to", at("out", "backup"))).toMatchObject({
      code: 0,
    });
  });

  test.each([
    [(p: string) => ["dossier", order, "--into", p], "file"],
    [(p: string) => ["dossier", order, "--into", p], "file/below"],
    [(p: string) => ["readiness", "--html", p], "folder"],
    [(p: string) => ["readiness", "--html", p], "file/report.html"],
    [(p: string) => ["audit", "export", "--into", p], "file"],
    [(p: string) => ["audit", "export", "--into", p], "file/below"],
    [(p: string) => ["backup", "--no-database", "--to", p], "file"],
    [(p: string) => ["backup", "--no-database", "--to", p], "file/below"],
  ])("says of a path that is of the wrong kind what it is (%#)", async (words, name) => {
    const { code, stderr } = await interlock(...words(at(name)));
    expect(stderr.trimEnd()).toMatch(
      /(is a file, or lies below one|is a folder|is there already): name /,
    );
    expect(stderr).not.toMatch(/E[A-Z]{4,}:|\n {4}at /);
    expect(code).toBe(1);
  });
});

describe("a command that reads", () => {
  const PEM = "nobody.pem";
  test.each([
    [["verify-audit", "--export", "nowhere"], 1],
    [["verify-audit", "--export", "file"], 1],
    [["verify-audit", "--key", "folder"], 2],
    [["verify-audit", "--key", PEM], 2],
    [["restore", "--from", "nowhere"], 1],
    [["restore", "--from", "file"], 1],
    [["attest", "nowhere"], 1],
    [["attest", "folder"], 1],
    [["attest", "out.json", "--export", "--key", PEM, "--key-id", "ci"], 1],
    [["db", "attach", "2019-01"], 1],
  ])("says of a path that cannot be read why: %j", async (words, expected) => {
    const names = ["nowhere", "file", "folder", "out.json", PEM];
    const { code, stderr } = await interlock(
      ...words.map((word) => (names.includes(word) ? at(word) : word)),
    );
    expect(stderr).toMatch(/^[^\n]+[.]\n$/);
    expect(stderr).not.toMatch(/E[A-Z]{4,}:/);
    expect(code).toBe(expected);
  });
});

describe("a refusal of the system", () => {
  const refusal = (code: string) => Object.assign(new Error(code), { code, path: "/there" });

  test.each(["ENOENT", "EISDIR", "ENOTDIR", "EEXIST", "EACCES", "EPERM", "EROFS", "ENOSPC"])(
    "%s is one sentence that names the path and what to do",
    (code) => expect(fileFault(refusal(code))).toMatch(/\/there\b.*: .+\.$/),
  );

  test("that concerns no path, and every defect of ours, keeps its stack", () => {
    expect(fileFault(Object.assign(new Error("gone"), { code: "EPIPE" }))).toBeNull();
    expect(fileFault(refusal("ERR_ASSERTION"))).toBeNull();
    expect(fileFault(new TypeError("x is undefined"))).toBeNull();
  });
});
