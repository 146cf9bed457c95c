import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { removeTemporaryFolders, temporaryFolder } from "../test/journal-builder.ts";
import { type DirectoryLock, lockDirectory } from "./directory-lock.ts";

afterAll(removeTemporaryFolders);

function taken(folder: string): DirectoryLock {
  const lock = lockDirectory(folder);
  if (!lock.ok) throw new Error(lock.error);
  return lock.value;
}

describe("directory lock", () => {
  it("is refused while held, in the same process too, and can be taken again after release", () => {
    const folder = temporaryFolder();
    const lock = taken(folder);
    const second = lockDirectory(folder);
    expect(second).toMatchObject({ ok: false });
    expect(second.ok ? "" : second.error).toContain(`process ${process.pid}`);
    lock.release();
    taken(folder).release();
    expect(readdirSync(folder)).toEqual(["lock-000000002"]);
  });

  it("is not held by a process that has another's id, nor by one from before a restart of the machine", () => {
    const folder = temporaryFolder();
    taken(folder);
    const path = join(folder, "lock-000000001");
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...Object(content), startedAt: "1" }));
    taken(folder);
    const next = join(folder, "lock-000000002");
    writeFileSync(next, JSON.stringify({ ...Object(content), boot: "an earlier boot" }));
    taken(folder).release();
  });

  it("is not held by a lock file that a loss of power left empty", () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "lock-000000007"), "");
    taken(folder).release();
    expect(readdirSync(folder)).toEqual(["lock-000000008"]);
  });

  it("is refused when the holder is in another container or the file of another version", () => {
    const folder = temporaryFolder();
    taken(folder);
    const path = join(folder, "lock-000000001");
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...Object(content), pidNamespace: "pid:[1]" }));
    expect(lockDirectory(folder)).toMatchObject({
      error: expect.stringContaining("another container"),
    });
    writeFileSync(path, JSON.stringify({ something: "else" }));
    expect(lockDirectory(folder)).toMatchObject({
      error: expect.stringContaining("another version"),
    });
  });
});
