import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { ATTESTATION_FORMAT, type SignedAttestation } from "../../golive/attestation.ts";
import { replayOrders } from "../../replay/replay-orders.ts";
import { buildHash } from "../../run/build-hash.ts";
import { CommandFailure } from "../context.ts";

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
  /** Data folders of recorded sessions that this build is to decide again. */
  readonly replays: readonly string[];
  /** Ids of the people who built it. */
  readonly builders: readonly string[];
  readonly key: string;
  readonly keyId: string;
}

/**
 * Signs what the runs on this very build came to. A figure is read from what a run wrote, never given by hand; one of
 * another build, or of a part of the tests, is refused. Throws CommandFailure with a sentence.
 */
export function signResults(asked: ResultsToSign, now: number): SignedAttestation {
  return signEvidence(asked, { build: engineBuild(), now });
}

/** The same for a build that is known by its hash. */
export function signEvidence(
  asked: ResultsToSign,
  { build, now }: { readonly build: string; readonly now: number },
): SignedAttestation {
  const evidence = [
    ...asked.results.map((file) => evidenceOf(file, { build, builders: asked.builders })),
    ...asked.replays.map((folder) => replayEvidence(resolve(folder), { build, now })),
  ];
  if (evidence.length === 0)
    throw new CommandFailure("Nothing was signed: name --results or --replay.");
  const issuer = `results of build ${build.slice(0, 12)}`;
  const statement = JSON.stringify({ format: ATTESTATION_FORMAT, issuer, evidence });
  return signStatement(statement, asked);
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
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`Nothing was signed: the key ${file} cannot be read: ${why}`);
  }
  throw new CommandFailure(`Nothing was signed: ${file} holds no Ed25519 key.`);
}

/** Writes a signed statement where only its owner reads it. */
export function writeAttestation(file: string, signed: SignedAttestation): void {
  writeFileSync(file, `${JSON.stringify(signed)}\n`, { mode: 0o600 });
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
  const read = results.safeParse(parse(file));
  if (!read.success)
    throw new CommandFailure(`Nothing was signed: ${file} holds no results of a run.`);
  const { what, at, complete, passed, failed, skipped, build: ranOn } = read.data;
  if (ranOn !== build)
    throw new CommandFailure(
      `Nothing was signed: ${file} is of build ${ranOn.slice(0, 12) || "(none)"}, and this is ${build.slice(0, 12)}.`,
    );
  if (!complete)
    throw new CommandFailure(`Nothing was signed: ${file} is of a part of the ${what} only.`);
  const value = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return {
    name: what,
    measuredAt: at,
    build,
    passed: failed === 0 && passed > 0,
    value,
    sentence: `The ${what} of this build: ${value}.`,
    source: createHash("sha256").update(readFileSync(file)).digest("hex"),
    ...(what === "tests" && builders.length > 0 ? { builders: [...builders] } : {}),
  };
}

function replayEvidence(
  dataDir: string,
  { build, now }: { readonly build: string; readonly now: number },
) {
  const { build: source, orders, difference } = replayOrders(dataDir);
  if (orders === 0 || source === "")
    throw new CommandFailure(
      `Nothing was signed: ${dataDir} records no order of one build: ${difference ?? "there is none"}.`,
    );
  const passed = difference === null;
  const said = passed ? "are the same, every one" : `are not the same: ${difference}`;
  return {
    name: "replay",
    measuredAt: now,
    build,
    passed,
    value: `${orders} orders`,
    sentence:
      `The ${orders} orders of build ${source.slice(0, 12)}, decided again by this one, ${said}.`.slice(
        0,
        500,
      ),
    // The build whose evidence this one inherits.
    source,
  };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
