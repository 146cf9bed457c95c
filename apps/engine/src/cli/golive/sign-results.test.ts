import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAttestation } from "../../golive/attestation.ts";
import { signEvidence, signStatement } from "./sign-results.ts";

const BUILD = createHash("sha256").update("this build").digest("hex");
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const attestor = {
  id: "ci",
  may: "ci" as const,
  publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
};

let folder: string;
let key: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sign-"));
  key = join(folder, "ci.pem");
  writeFileSync(key, privateKey.export({ format: "pem", type: "pkcs8" }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BUILDER = "3f0d8c52-8a0b-4f6e-9f4e-2b7d5c1a9e60";
const RUN = { format: "interlock-results-1", what: "tests", at: 5, build: BUILD, complete: true };
const COUNTS = { passed: 7, failed: 0, skipped: 1 };

async function signed(change: object = {}, builders: readonly string[] = [BUILDER]) {
  const file = join(folder, "tests.json");
  writeFileSync(file, JSON.stringify({ ...RUN, ...COUNTS, ...change }));
  const asked = { results: [file], replay: null, builders, key, keyId: "ci" };
  return readAttestation(await signEvidence(asked, { build: BUILD, now: 9 }), [attestor], "live");
}

test("the results of the tests of this very build are signed with their figures and builders", async () => {
  expect(await signed()).toMatchObject({
    ok: true,
    value: {
      evidence: [
        {
          name: "tests",
          build: BUILD,
          measuredAt: 5,
          passed: true,
          value: "7 passed, 0 failed, 1 skipped",
          builders: [BUILDER],
        },
      ],
    },
  });
  expect(await signed({ failed: 1 })).toMatchObject({ value: { evidence: [{ passed: false }] } });
});

test("results of another build, of a part of the tests, or of nothing are not signed", async () => {
  await expect(signed({ build: "f".repeat(64) })).rejects.toThrow(/is of build/);
  await expect(signed({ complete: false })).rejects.toThrow(/of a part of the tests only/);
  await expect(signed({ what: "luck" })).rejects.toThrow(/holds no results/);
});

test("results of tests are not signed without a word of who built it", async () => {
  await expect(signed({}, [])).rejects.toThrow(/name who built it with --builder ID/);
  // A benchmark says nothing of people.
  expect(await signed({ what: "benchmark" }, [])).toMatchObject({ ok: true });
});

test("who built it is named by their id: an address, a name and a machine are not signed", async () => {
  for (const named of ["alice@desk.com", "Alice", "ci"])
    await expect(signed({}, [BUILDER, named])).rejects.toThrow(
      `--builder ${named} is no id of a person. ./interlock people list shows`,
    );
});

test("a signed verdict of a backtest without its report, or of no strategies, is not taken over", () => {
  const bare = { name: "backtest", measuredAt: 5, build: BUILD, passed: true, value: "ok" };
  const hash = "c".repeat(64);
  const counts = { lookAheadCompared: 3, recursionCompared: 3 };
  const backtest = { recordsHash: hash, configHash: hash, dataHash: hash, ...counts };
  const take = (change: object) => {
    const evidence = [{ ...bare, sentence: "It passed.", ...change }];
    const said = { format: "interlock-attestation-2", issuer: "CI", evidence };
    const signed = signStatement(JSON.stringify(said), { key, keyId: "ci" });
    return readAttestation(signed, [attestor], "live");
  };
  expect(take({ backtest, strategies: hash })).toMatchObject({ ok: true });
  for (const change of [{}, { strategies: hash }, { backtest }])
    expect(take(change)).toMatchObject({
      ok: false,
      error: expect.stringContaining("carries no report of one: make it with ./interlock backtest"),
    });
  const nothing = { ...backtest, lookAheadCompared: 0 };
  expect(take({ backtest: nothing, strategies: hash })).toMatchObject({ ok: false });
});
