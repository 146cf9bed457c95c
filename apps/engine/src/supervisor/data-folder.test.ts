import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readClaim, releaseClaim, takeClaim } from "./claim-file.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { identifyProcess } from "./process-identity.ts";
import { archiveData } from "./start/archive-data.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "folder-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a data folder", () => {
  test("is made with all its parts, and made again without harm", () => {
    const dataDir = join(folder, "a/b");
    expect(prepareDataFolder(dataDir).ok).toBe(true);
    writeFileSync(join(dataDir, "journal/kept"), "x");
    expect(prepareDataFolder(dataDir).ok).toBe(true);
    for (const part of ["journal", "run", "keys", "logs", "venue", "tape", "snapshots"])
      expect(existsSync(join(dataDir, part)), part).toBe(true);
    expect(readFileSync(join(dataDir, "journal/kept"), "utf8")).toBe("x");
  });

  test.each([
    [
      "a file stands in its way",
      (path: string) => writeFileSync(path, ""),
      "because a file stands in its way: move it",
    ],
    [
      "a link leads in a circle",
      (path: string) => symlinkSync(path, path),
      "cannot be used (ELOOP)",
    ],
  ])("that cannot be made because %s is refused in one sentence", (_, obstruct, why) => {
    const dataDir = join(folder, "data");
    obstruct(dataDir);
    const prepared = prepareDataFolder(join(dataDir, "inner"));
    const sentence = prepared.ok ? "" : prepared.error;
    expect(sentence).toContain(`The data folder ${dataDir}/inner`);
    expect(sentence).toContain(why);
    expect(sentence).toMatch(/choose another with --data-dir\.$/);
  });
});

describe("--fresh", () => {
  const NOW = new Date("2026-06-16T14:00:00.000Z");

  test("moves journal, head and all else of a simulation aside, and deletes nothing but keeps the keys", async () => {
    prepareDataFolder(folder);
    writeFileSync(join(folder, "head"), "h");
    writeFileSync(join(folder, "journal/j"), "j");
    writeFileSync(join(folder, "keys/auth.key"), "k");
    const archive = await archiveData(folder, NOW);
    expect(archive).toBe(join(folder, "archive/2026-06-16T14-00-00.000Z"));
    expect(readFileSync(join(archive ?? "", "head"), "utf8")).toBe("h");
    expect(readFileSync(join(archive ?? "", "journal/j"), "utf8")).toBe("j");
    expect(existsSync(join(folder, "head"))).toBe(false);
    expect(readFileSync(join(folder, "keys/auth.key"), "utf8")).toBe("k");
  });

  test("has nothing to move where nothing was", async () => {
    expect(await archiveData(folder, NOW)).toBeNull();
    mkdirSync(join(folder, "keys"));
    expect(await archiveData(folder, NOW)).toBeNull();
  });
});

describe("a claim", () => {
  const path = () => join(folder, "lock");

  test("is held by one process, told who holds it, and given back", () => {
    expect(takeClaim(path(), "supervisor")).toBe(true);
    expect(takeClaim(path(), "second")).toBe(false);
    expect(readClaim(path())).toMatchObject({ pid: process.pid, note: "supervisor" });
    releaseClaim(path());
    expect(readClaim(path())).toBeNull();
    expect(existsSync(path())).toBe(false);
  });

  test("of a process that died, or of no form, is void and taken over", () => {
    for (const left of [JSON.stringify({ pid: process.pid, startedAs: "before", note: "" }), "{"]) {
      writeFileSync(path(), left);
      expect(readClaim(path())).toBeNull();
      expect(takeClaim(path(), "next")).toBe(true);
    }
  });

  test("of another process is not given back by this one", () => {
    const parent = identifyProcess(process.ppid);
    writeFileSync(path(), JSON.stringify({ ...parent, note: "theirs" }));
    releaseClaim(path());
    expect(existsSync(path())).toBe(true);
  });
});
