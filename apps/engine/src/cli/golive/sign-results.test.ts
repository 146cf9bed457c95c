import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { readAttestation } from "../../golive/attestation.ts";
import { replayOrders } from "../../replay/replay-orders.ts";
import { signEvidence } from "./sign-results.ts";

const BUILD = createHash("sha256").update("this build").digest("hex");
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const attestor = {
  id: "ci",
  may: "ci" as const,
  publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
};

let folder: string;
let key: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sign-"));
  key = join(folder, "ci.pem");
  writeFileSync(key, privateKey.export({ format: "pem", type: "pkcs8" }));
  const rig = (await RecordedRig.open(folder)).tradeABit();
  await rig.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RUN = { format: "interlock-results-1", what: "tests", at: 5, build: BUILD, complete: true };
const COUNTS = { passed: 7, failed: 0, skipped: 1 };

function signed(change: object = {}, build = BUILD) {
  const file = join(folder, "tests.json");
  writeFileSync(file, JSON.stringify({ ...RUN, ...COUNTS, ...change }));
  const asked = { results: [file], replays: [], builders: ["u9"], key, keyId: "ci" };
  return readAttestation(signEvidence(asked, { build, now: 9 }), [attestor], "live");
}

test("the results of the tests of this very build are signed with their figures and builders", () => {
  expect(signed()).toMatchObject({
    ok: true,
    value: {
      evidence: [
        {
          name: "tests",
          build: BUILD,
          measuredAt: 5,
          passed: true,
          value: "7 passed, 0 failed, 1 skipped",
        },
      ],
    },
  });
  expect(signed({ failed: 1 })).toMatchObject({ value: { evidence: [{ passed: false }] } });
});

test("results of another build, of a part of the tests, or of nothing are not signed", () => {
  expect(() => signed({}, "f".repeat(64))).toThrow(/is of build/);
  expect(() => signed({ complete: false })).toThrow(/of a part of the tests only/);
  expect(() => signed({ what: "luck" })).toThrow(/holds no results/);
});

test("a replay that decides other orders is signed as failed, with the first that differs", () => {
  const { build, orders, difference } = replayOrders(folder);
  expect(orders).toBeGreaterThan(0);
  // The rig's order was wished by hand: no rule of this build decides it.
  expect(difference).toMatch(/^order 1 of \d+ is another one/);
  const asked = { results: [], replays: [folder], builders: [], key, keyId: "ci" };
  const statement: unknown = JSON.parse(signEvidence(asked, { build: BUILD, now: 9 }).statement);
  expect(statement).toMatchObject({
    evidence: [{ name: "replay", build: BUILD, source: build, passed: false }],
  });
});
