import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { latestSnapshot, writeSnapshot } from "./snapshot.ts";
import { removeTemporaryFolders, temporaryFolder } from "./test/journal-builder.ts";

afterAll(removeTemporaryFolders);

const HASH = "ab".repeat(32);

describe("snapshots", () => {
  it("gives back the newest state and keeps three", async () => {
    const dir = temporaryFolder();
    for (const seq of [5, 10, 200, 1_000])
      await writeSnapshot(dir, { seq, hash: HASH, state: { seq, text: "é" } });
    expect(latestSnapshot(dir)).toEqual({
      snapshot: { seq: 1_000, hash: HASH, state: { seq: 1_000, text: "é" } },
      damaged: [],
    });
    expect(readdirSync(join(dir, "snapshots"))).toHaveLength(3);
  });

  it("hold the state of the moment, whatever the engine does to it while they are written", async () => {
    const dir = temporaryFolder();
    const state = { filled: 1 };
    const written = writeSnapshot(dir, { seq: 1, hash: HASH, state });
    state.filled = 2;
    await written;
    expect(latestSnapshot(dir).snapshot?.state).toEqual({ filled: 1 });
  });

  it("finds none in a new folder", () => {
    expect(latestSnapshot(temporaryFolder())).toEqual({ snapshot: null, damaged: [] });
  });

  it("passes over a damaged one, by name, whichever byte was flipped or wherever it was cut", async () => {
    const dir = temporaryFolder();
    await writeSnapshot(dir, { seq: 1, hash: HASH, state: ["old"] });
    await writeSnapshot(dir, { seq: 2, hash: HASH, state: { value: "new" } });
    const path = join(dir, "snapshots", "snapshot-0000000000000002.json");
    const good = readFileSync(path);
    for (let position = 0; position < good.length; position += 1) {
      const flipped = Buffer.from(good);
      flipped.writeUInt8(flipped.readUInt8(position) ^ 1, position);
      for (const bad of [flipped, good.subarray(0, position)]) {
        writeFileSync(path, bad);
        const { snapshot, damaged } = latestSnapshot(dir);
        expect(snapshot?.state, `byte ${position}`).toEqual(["old"]);
        expect(damaged[0]?.sentence).toContain("snapshot-0000000000000002.json is not usable");
      }
    }
  });

  it("passes over one of a newer version, by its number, for the older one before it", async () => {
    const dir = temporaryFolder();
    await writeSnapshot(dir, { seq: 1, hash: HASH, state: ["old"] });
    await writeSnapshot(dir, { seq: 2, hash: HASH, state: ["new"] });
    const path = join(dir, "snapshots", "snapshot-0000000000000002.json");
    const newer = readFileSync(path, "utf8").replace(
      "interlock-snapshot 2 ",
      "interlock-snapshot 3 ",
    );
    writeFileSync(path, newer);
    const { snapshot, damaged } = latestSnapshot(dir);
    expect(snapshot?.state).toEqual(["old"]);
    expect(damaged[0]?.sentence).toContain(
      "written by a newer version of Interlock (format 3; this one reads up to 2)",
    );
  });

  it("never takes a half-written one for a snapshot", async () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, "snapshots"));
    writeFileSync(
      join(dir, "snapshots", "snapshot-0000000000000009.json.unfinished"),
      "interlock-snap",
    );
    expect(latestSnapshot(dir).snapshot).toBeNull();
    await writeSnapshot(dir, { seq: 9, hash: HASH, state: 1 });
    expect(latestSnapshot(dir).snapshot?.state).toBe(1);
  });

  it("says in a sentence why it could not be written", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "snapshots"), "a file where a folder belongs");
    const written = await writeSnapshot(dir, { seq: 1, hash: HASH, state: 1 });
    expect(written).toMatchObject({
      ok: false,
      error: expect.stringContaining("cannot be written"),
    });
  });
});
