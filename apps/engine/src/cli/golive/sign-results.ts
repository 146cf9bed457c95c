import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { ATTESTATION_FORMAT, builderId, type SignedAttestation } from "../../golive/attestation.ts";
import { buildHash } from "../../run/build-hash.ts";
import { CommandFailure } from "../context.ts";
import { errorSentence } from "../files/file-fault.ts";
import { writeResult } from "../files/write-result.ts";
import { backtestEvidence, isBacktest } from "./sign-backtest.ts";
import { type ReplayHeads, replayEvidence } from "./sign-replay.ts";

/** What a run of tests or benchmarks leaves behind: its figures, and the hash of the build that it ran on. */
const results = z.strictObject({
  format: z.literal("interlock-results-1"),
  what: z.enum(["tests", "benchmark"]),
  /** When the run ended, in wall-clock milliseconds. */
  at: z.number().int().min(0),
  build: z.string(),
  /** False where only a part was run. */
  complete: z.boolean(),
  passed: z.number().int().min(0),
  failed: z.number().int().min(0),
  skipped: z.number().int().min(0),
});

/** What is signed, and by which key. */
export interface ResultsToSign {
  readonly results: readonly string[];
  /** Data folder of recorded sessions that this build is to decide again, and what they are held against. */
  readonly replay: { readonly dataDir: string; readonly heads: ReplayHeads } | null;
  /** Ids of the people who built it: whoever signs results of tests names at least one. */
  readonly builders: readonly string[];
  readonly key: string;
  readonly keyId: string;
}

/**
 * Signs what the runs on this very build came to. A figure is read from what a run wrote, never given by hand; one of
 * another build, or of a part of the tests, is refused. Throws CommandFailure with a sentence.
 */
export function signResults(asked: ResultsToSign, now: number): Promise<SignedAttestation> {
  return signEvidence(asked, { build: engineBuild(), now });
}

/** The same for a build that is known by its hash. */
export async function signEvidence(
  asked: ResultsToSign,
  { build, now }: { readonly build: string; readonly now: number },
): Promise<SignedAttestation> {
  const { results: files, replay, builders } = asked;
  demandIds(builders);
  const evidence: object[] = files.map((file) => evidenceOf(file, { build, builders }));
  if (replay !== null) {
    const { dataDir, heads } = replay;
    evidence.push(await replayEvidence(resolve(dataDir), { build, now, heads }));
  }
  if (evidence.length === 0)
    throw new CommandFailure("Nothing was signed: name --results or --replay.");
  const issuer = `results of build ${build.slice(0, 12)}`;
  const statement = JSON.stringify({ format: ATTESTATION_FORMAT, issuer, evidence });
  return signStatement(statement, asked);
}

function demandIds(builders: readonly string[]): void {
  const other = builders.find((one) => !builderId.safeParse(one).success);
  if (other === undefined) return;
  throw new CommandFailure(
    `Nothing was signed: --builder ${other} is no id of a person. ./interlock people list shows the id of everybody on the desk; an address or a name would keep nobody from the station risk.`,
  );
}

/** Signs a statement with a key of a file. Throws CommandFailure for a file that holds no Ed25519 key. */
export function signStatement(
  statement: string,
  { key, keyId }: { readonly key: string; readonly keyId: string },
): SignedAttestation {
  const signature = sign(null, Buffer.from(statement), privateKeyOf(key));
  return { statement, signature: signature.toString("base64"), keyId };
}

function privateKeyOf(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (error) {
    const why = errorSentence(error, file);
    throw new CommandFailure(`Nothing was signed: the key ${file} cannot be read: ${why}`);
  }
  throw new CommandFailure(`Nothing was signed: ${file} holds no Ed25519 key.`);
}

/** Writes a signed statement where only its owner reads it. */
export function writeAttestation(file: string, signed: SignedAttestation): void {
  writeResult(file, `${JSON.stringify(signed)}\n`);
}

/** The hash by which the engine of this checkout will know itself once it is started. */
function engineBuild(): string {
  const bundle = join(checkoutRoot(), "apps/engine/dist/main.js");
  if (!existsSync(bundle))
    throw new CommandFailure(
      "Nothing was signed: the engine is not built; run npm start or npm test.",
    );
  return buildHash(pathToFileURL(bundle).href);
}

function evidenceOf(
  file: string,
  { build, builders }: { readonly build: string; readonly builders: readonly string[] },
) {
  const raw = parse(file);
  if (isBacktest(raw)) return backtestEvidence({ file, text: readFileSync(file, "utf8"), build });
  const read = results.safeParse(raw);
  if (!read.success)
    throw new CommandFailure(`Nothing was signed: ${file} holds no results of a run.`);
  const { what, at, complete, passed, failed, skipped, build: ranOn } = read.data;
  if (ranOn !== build)
    throw new CommandFailure(
      `Nothing was signed: ${file} is of build ${ranOn.slice(0, 12) || "(none)"}, and this is ${build.slice(0, 12)}.`,
    );
  if (!complete)
    throw new CommandFailure(`Nothing was signed: ${file} is of a part of the ${what} only.`);
  if (what === "tests" && builders.length === 0)
    throw new CommandFailure(
      "Nothing was signed: name who built it with --builder ID, by their ids on the desk. Whoever built it does not hold the station risk, and without a name nobody is shown to be another person.",
    );
  const value = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return {
    name: what,
    measuredAt: at,
    build,
    passed: failed === 0 && passed > 0,
    value,
    sentence: `The ${what} of this build: ${value}.`,
    source: createHash("sha256").update(readFileSync(file)).digest("hex"),
    ...(what === "tests" ? { builders: [...builders] } : {}),
  };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
