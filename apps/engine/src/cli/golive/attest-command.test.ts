import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { BUILD, CI, liveSettings, statement } from "../../../test/golive-rig.ts";
import { LiveJournal } from "../../../test/live/approved-journal.ts";
import { settings } from "../../../test/rig.ts";
import { openRigSocket } from "../../../test/rig-socket.ts";
import { readAttestation } from "../../golive/attestation.ts";
import { strategiesHash } from "../../golive/running-binding.ts";
import type { ControlSocketServer } from "../../operator/control-socket-server.ts";
import { commandLine } from "../test/command-line.ts";
import { stateOfJournal } from "./journal-view.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const OWN = {
  id: "own",
  may: "paper" as const,
  publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
};
const signedFile = z.strictObject({
  statement: z.string(),
  signature: z.string(),
  keyId: z.string(),
});

let folder: string;
let file: string;
let key: string;
let rig: LiveJournal | null = null;
let server: ControlSocketServer | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attest-"));
  mkdirSync(join(folder, "run"));
  file = join(folder, "attestation.json");
  key = pem("own.pem", privateKey);
});
afterEach(async () => {
  await server?.close();
  await rig?.close();
  server = null;
  rig = null;
  rmSync(folder, { recursive: true, force: true });
});

const attest = (...args: string[]) => commandLine("attest", file, ...args, "--data-dir", folder);
const exported = (...args: string[]) =>
  attest("--export", "--key", key, "--key-id", "own", ...args);

function pem(name: string, secret: KeyObject): string {
  const path = join(folder, name);
  writeFileSync(path, secret.export({ format: "pem", type: "pkcs8" }));
  return path;
}

/** Begins a journal of an engine in this folder. */
async function engine(of = liveSettings()): Promise<LiveJournal> {
  const account = { accountId: "account", accountNumber: "A1" };
  rig = await LiveJournal.open(folder, { settings: of, build: BUILD, ...account });
  return rig;
}

/** An engine on a live account that obeys its control socket. */
async function running(): Promise<LiveJournal> {
  const live = await engine();
  server = await openRigSocket(join(folder, "run", "engine.sock"), live, () => ({}));
  return live;
}

/** Writes what the CI key signed, with what a test changes afterwards. */
function writeSigned(change: object = {}): void {
  const { kind: _, knownBuilders: _known, ...signed } = CI.sign(statement(["tests"]));
  writeFileSync(file, JSON.stringify({ ...signed, ...change }));
}

async function expectRefused(ended: ReturnType<typeof attest>, sentence: RegExp, code = 1) {
  const { stderr, ...rest } = await ended;
  expect(stderr).toMatch(sentence);
  expect(rest).toEqual({ code, stdout: "" });
}

describe("attest", () => {
  test("has the engine take over what a key of the configuration signed", async () => {
    const live = await running();
    writeSigned();
    const { code, stdout } = await attest("--json");
    expect(JSON.parse(stdout)).toMatchObject({ accepted: true });
    expect(code).toBe(0);
    expect(live.state.golive.evidence.tests).toMatchObject({ passed: true, build: BUILD });
  });

  test("ends with 1 and takes nothing where a letter was changed after the signature", async () => {
    const live = await running();
    writeSigned({ statement: statement(["tests"], { value: "more" }) });
    const { code, stdout } = await attest();
    expect(stdout).toContain("the signature does not fit the statement");
    expect(code).toBe(1);
    expect(live.state.golive.evidence.tests).toBeUndefined();
  });

  test("says why a file cannot be read, or that it is no attestation", async () => {
    await expectRefused(attest(), /^\S+attestation\.json cannot be read: There is no /);
    writeFileSync(file, "{");
    await expectRefused(attest(), /^\S+attestation\.json cannot be read: /);
    const lacking = /is no attestation: it must hold statement, signature and keyId\.$/m;
    writeFileSync(file, JSON.stringify({ statement: "all is well" }));
    await expectRefused(attest(), lacking);
    writeSigned({ extra: 1 });
    await expectRefused(attest(), lacking);
  });

  test("ends with 3 where no engine runs that could take it", async () => {
    writeSigned();
    await expectRefused(attest(), /^Nothing was taken: /, 3);
  });
});

describe("attest --export", () => {
  test("writes what paper measured so that live can prove it, readable by its owner alone", async () => {
    const paper = settings({ environment: "paper" });
    await (await engine(paper)).sessions(2).flushed();
    const { code, stdout } = await exported();
    expect(stdout).toBe(`What this engine measured in paper is in ${file}, signed by own.\n`);
    expect(code).toBe(0);
    const signed = signedFile.parse(JSON.parse(readFileSync(file, "utf8")));
    const read = readAttestation(signed, [OWN], "live");
    if (!read.ok) throw new Error(read.error);
    expect(read.value.issuer).toBe("paper account A1");
    const names = read.value.evidence.map(({ name }) => name);
    expect(names).toEqual(["paper_record", "breakers", "feed"]);
    for (const one of read.value.evidence)
      expect(one).toMatchObject({ build: BUILD, strategies: strategiesHash(paper) });
    expect(read.value.evidence[0]?.sessions).toEqual({
      journal: "abcdef",
      account: "A1",
      from: "2026-06-16",
      until: "2026-06-18",
      lastSeq: stateOfJournal(folder).journalSeq,
    });
  });

  test("of a simulation says so, and live does not take it", async () => {
    await (await engine(settings())).sessions(1).flushed();
    const { code, stdout } = await exported("--json");
    expect(JSON.parse(stdout)).toEqual({ file, keyId: "own" });
    expect(code).toBe(0);
    const signed = signedFile.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(readAttestation(signed, [OWN], "live")).toMatchObject({
      ok: false,
      error: "it was measured in sim, and live takes what was measured in paper alone",
    });
  });

  test("leaves out what was measured with other strategies than those that run", async () => {
    const sim = await engine(settings());
    sim.sessions(1);
    const words = { passed: true, value: "ok", sentence: "It came back.", by: "Ada", source: "j" };
    const evidence = { measuredAt: sim.time, build: BUILD, ...words };
    const other = { ...evidence, name: "crash_drill", strategies: "f".repeat(64) } as const;
    const same = { ...evidence, name: "stream_drill" } as const;
    sim.forge([other, same].map((one) => ({ kind: "evidence_noted", evidence: one })));
    await sim.flushed();
    expect(await exported()).toMatchObject({ code: 0 });
    const text = readFileSync(file, "utf8");
    expect(text).toContain("stream_drill");
    expect(text).not.toContain("crash_drill");
  });

  test("writes nothing in live, or where there is no journal", async () => {
    await expectRefused(exported(), /^There is no journal in /);
    await (await engine()).flushed();
    await expectRefused(exported(), /only an engine in sim or paper has such a record\.$/m);
    expect(existsSync(file)).toBe(false);
  });

  test("refuses a key that is not there, is no key, or is of another kind, in a sentence", async () => {
    await (await engine(settings())).sessions(1).flushed();
    const own = key;
    key = join(folder, "none.pem");
    await expectRefused(exported(), /^Nothing was signed: the key \S+none\.pem cannot be read: /);
    writeFileSync(own, "no key");
    key = own;
    await expectRefused(exported(), /^Nothing was signed: the key \S+own\.pem cannot be read: /);
    key = pem("ec.pem", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);
    await expectRefused(exported(), /^Nothing was signed: \S+ec\.pem holds no Ed25519 key\.$/m);
    expect(existsSync(file)).toBe(false);
  });
});

test("signing without a key or without its name is a usage error", async () => {
  for (const what of ["--export", "--sign"]) {
    const sentence = new RegExp(`^${what} needs --key and --key-id\\.$`, "m");
    await expectRefused(attest(what, "--key", key), sentence, 2);
    await expectRefused(attest(what, "--key-id", "own"), sentence, 2);
  }
});

test("--sign of a recording that is not there says which folder was looked at", async () => {
  const none = join(folder, "elsewhere");
  const args = ["--sign", "--key", key, "--key-id", "own", "--replay", none];
  await expectRefused(attest(...args), new RegExp(`^There is no journal in ${none}`));
});

test("--sign without a result or a recorded session signs nothing", async () => {
  await expectRefused(attest("--sign", "--key", key, "--key-id", "own"), /^Nothing was signed: /);
  expect(existsSync(file)).toBe(false);
});
