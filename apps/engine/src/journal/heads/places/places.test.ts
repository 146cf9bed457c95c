import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openHeadKey, readPublicKey } from "../head-key.ts";
import { isSignedBy, parseHead, type SignedHead, signHead } from "../signed-head.ts";
import { openPlaces } from "./open-places.ts";

let folder: string;
let server: Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "il-heads-"));
});
afterEach(() => {
  server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

function headAt(seq: number): SignedHead {
  const key = openHeadKey(folder);
  const hash = seq.toString(16).padStart(64, "0");
  const head = { journal: "a".repeat(64), instance: "i1", seq, hash, at: 1_790_000_000_000 + seq };
  return signHead(head, key.privateKey, key.publicKey);
}

function place(config: Parameters<typeof openPlaces>[1][number]) {
  const [opened] = openPlaces(folder, [config], openHeadKey(folder));
  if (opened === undefined) throw new Error("no place was opened");
  return opened;
}

const signal = () => AbortSignal.timeout(10_000);
const linesOf = (path: string) => readFileSync(path, "utf8").trim().split("\n");

describe("a signed head", () => {
  it("is good by its own key alone, and only as long as no field was changed", () => {
    const head = headAt(7);
    const { publicKey } = openHeadKey(folder);
    expect(isSignedBy(head, publicKey)).toBe(true);
    for (const change of [{ seq: 8 }, { hash: "b".repeat(64) }, { at: 5 }, { instance: "i2" }])
      expect(isSignedBy({ ...head, ...change }, publicKey)).toBe(false);
    const stranger = openHeadKey(join(folder, "other")).publicKey;
    expect(isSignedBy(head, stranger)).toBe(false);
  });

  it("is read back from its line, and anything else is refused with a reason", () => {
    const head = headAt(7);
    expect(parseHead(JSON.stringify(head))).toEqual({ ok: true, value: head });
    for (const line of ["", "{}", JSON.stringify({ ...head, more: 1 })])
      expect(parseHead(line)).toMatchObject({ ok: false });
  });

  it("has a key that stays the same, and a public half beside it", () => {
    const { publicPem } = openHeadKey(folder);
    expect(openHeadKey(folder).publicPem).toBe(publicPem);
    const read = readPublicKey(join(folder, "keys", "head.pub"));
    expect(read === null ? false : isSignedBy(headAt(1), read)).toBe(true);
  });
});

describe("a place", () => {
  it("that is a folder keeps every head as a line, with the key", async () => {
    const folderPlace = place({ kind: "folder", path: "heads" });
    await folderPlace.publish(headAt(1), signal());
    await folderPlace.publish(headAt(2), signal());
    const lines = linesOf(join(folder, "heads", "heads.jsonl")).map((line) => parseHead(line));
    expect(lines).toMatchObject([{ value: { seq: 1 } }, { value: { seq: 2 } }]);
    expect(readPublicKey(join(folder, "heads", "head.pub"))).not.toBeNull();
  });

  it("that is a store of objects never writes one again", async () => {
    const objects = place({ kind: "objects", path: "store" });
    await objects.publish(headAt(1), signal());
    const path = join(folder, "store", "a".repeat(16));
    const [name = ""] = readdirSync(path);
    const before = readFileSync(join(path, name), "utf8");
    await objects.publish(headAt(1), signal());
    await objects.publish(headAt(2), signal());
    expect(readdirSync(path)).toHaveLength(2);
    expect(readFileSync(join(path, name), "utf8")).toBe(before);
  });

  it("that is a git repository gets a commit for each head", async () => {
    const git = place({ kind: "git", path: "repository" });
    await git.publish(headAt(1), signal());
    await git.publish(headAt(2), signal());
    const log = execFileSync("git", ["-C", join(folder, "repository"), "log", "--format=%s"]);
    expect(log.toString().trim().split("\n")).toEqual([
      `Entry 2 of journal ${"a".repeat(16)}`,
      `Entry 1 of journal ${"a".repeat(16)}`,
    ]);
  });

  it("that is a webhook has the head when it answers well, and says why not otherwise", async () => {
    const bodies: string[] = [];
    let status = 200;
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        bodies.push(body);
        response.writeHead(status).end();
      });
    });
    const { port } = await listen(server);
    const webhook = place({ kind: "webhook", url: `http://127.0.0.1:${port}/secret-path` });
    await webhook.publish(headAt(3), signal());
    expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ head: { seq: 3 } });
    expect(webhook.name).toBe(`webhook 127.0.0.1:${port}`);
    status = 500;
    await expect(webhook.publish(headAt(4), signal())).rejects.toThrow("it answered 500");
  });

  it("that is no folder says so", async () => {
    writeFileSync(join(folder, "file"), "");
    const blocked = place({ kind: "folder", path: "file/heads" });
    await expect(blocked.publish(headAt(1), signal())).rejects.toThrow("ENOTDIR");
  });
});

function listen(made: Server): Promise<{ readonly port: number }> {
  return new Promise((resolve) => {
    made.listen(0, "127.0.0.1", () => {
      const address = made.address();
      resolve({ port: address !== null && typeof address === "object" ? address.port : 0 });
    });
  });
}
