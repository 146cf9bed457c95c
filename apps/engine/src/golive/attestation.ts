import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { type Evidence, isEvidenceName } from "@interlock/core/golive/evidence";
import type { RecordedSessions } from "@interlock/core/golive/recorded-sessions";
import type { IsoDate } from "@interlock/core/market/civil-date";
import { fail, ok, type Result } from "@interlock/core/result";
import { z } from "zod";

/** A key that may sign evidence, as the configuration names it. */
export interface Attestor {
  readonly id: string;
  /** Ed25519, as base64 of its SPKI form. */
  readonly publicKey: string;
  /** `ci`: tests, benchmarks, backtests and replays of a build; `paper`: what an engine in paper measured. */
  readonly may: "ci" | "paper";
}

/** What is signed: the statement is the exact text. */
export interface SignedAttestation {
  readonly statement: string;
  /** Base64. */
  readonly signature: string;
  readonly keyId: string;
}

/** Names the format, so that no signature of something else is ever taken for one of this. */
export const ATTESTATION_FORMAT = "interlock-attestation-2";

/** What an engine in paper measures of itself, and may say to one in live. */
export const PAPER_EVIDENCE = [
  "paper_record",
  "breakers",
  "drift",
  "execution_quality",
  "feed",
  "kill_halt",
  "kill_cancel",
  "kill_flatten",
  "crash_drill",
  "stream_drill",
  "restore_drill",
] as const;

/** What each kind of key may say. What only the running engine can know, nobody attests. */
const MAY: Readonly<Record<Attestor["may"], readonly string[]>> = {
  ci: ["tests", "benchmark", "backtest", "replay"],
  paper: PAPER_EVIDENCE,
};

const text = z.string().max(500);
const date = z.custom<IsoDate>((day) => typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day));
/** The engine, account, days and last entry whose evidence may be inherited by a replay of them. */
const sessionsSchema = z.strictObject({
  journal: text.min(1),
  account: text.min(1),
  from: date,
  until: date,
  lastSeq: z.number().int().min(0).optional(),
});
/** People have UUIDs. A name, an address or a machine is nobody, and would let whoever built it say go. */
export const builderId = z.uuid();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** What a backtest's evidence must carry of its report: a bare verdict is none. */
const backtestProof = z.strictObject({
  /** Over every byte of every record that was decided. */
  recordsHash: hash,
  configHash: text.min(1),
  /** Over the names and hashes of every file that was read. */
  dataHash: hash,
  lookAheadCompared: z.number().int().min(1),
  recursionCompared: z.number().int().min(1),
});
const statementSchema = z.strictObject({
  format: z.literal(ATTESTATION_FORMAT),
  issuer: text.min(1),
  /** Where it was measured, and the hash of the strategies that ran there; a CI key may leave both out. */
  environment: z.enum(["sim", "paper"]).optional(),
  strategies: hash.optional(),
  evidence: z
    .array(
      z.strictObject({
        name: z.custom<Evidence["name"]>(
          (name) => typeof name === "string" && isEvidenceName(name),
        ),
        measuredAt: z.number().int().min(0),
        build: hash,
        passed: z.boolean(),
        value: text,
        sentence: text,
        source: text.default(""),
        people: z.array(text).max(50).optional(),
        builders: z.array(builderId).max(50).optional(),
        strategies: hash.optional(),
        sessions: sessionsSchema.optional(),
        backtest: backtestProof.optional(),
      }),
    )
    .min(1)
    .max(50),
});

/** What a statement says once its signature is proven. */
export interface Attested {
  readonly issuer: string;
  /** Each with the strategies that the statement names. */
  readonly evidence: readonly Omit<Evidence, "by">[];
}

/**
 * Checks the signature first, by a key of the configuration, and reads the statement then. What an engine measured of
 * itself is taken only with where and with which strategies, and in live only where it was paper.
 */
export function readAttestation(
  { statement, signature, keyId }: SignedAttestation,
  attestors: readonly Attestor[],
  environment: string,
): Result<Attested> {
  const attestor = attestors.find(({ id }) => id === keyId);
  if (attestor === undefined) return fail(`the configuration names no key "${keyId}"`);
  const key = keyOf(attestor);
  if (key === null) return fail(`the key "${keyId}" of the configuration is no Ed25519 key`);
  if (!isSigned(key, statement, signature)) return fail("the signature does not fit the statement");
  const parsed = statementSchema.safeParse(parse(statement));
  if (!parsed.success) return fail(statementFault(parsed.error));
  const { issuer, evidence, strategies } = parsed.data;
  const beyond = evidence.find(({ name }) => !MAY[attestor.may].includes(name));
  if (beyond !== undefined) return fail(`the key "${keyId}" may not attest ${beyond.name}`);
  if (evidence.some((one) => isBareBacktest(one, strategies))) return fail(BARE_BACKTEST);
  const fault = attestor.may === "paper" ? originFault(parsed.data, environment) : null;
  if (fault !== null) return fail(fault);
  return ok({
    issuer,
    evidence: evidence.map((one) => present({ strategies, ...one })),
  });
}

/**
 * Returns the ids of everybody whom a statement names as a builder, each once; none of a statement that cannot be read.
 * It proves nothing: whether the statement is signed is asked elsewhere.
 */
export function buildersIn(statement: string): readonly string[] {
  const parsed = statementSchema.safeParse(parse(statement));
  if (!parsed.success) return [];
  return [...new Set(parsed.data.evidence.flatMap(({ builders = [] }) => builders))];
}

function statementFault({ issues }: z.ZodError): string {
  return issues.some(({ path }) => path.includes("builders"))
    ? "it names a builder by something else than their id on the desk: sign it anew with --builder and the id that ./interlock people list shows"
    : `the statement is not one of ${ATTESTATION_FORMAT}`;
}

const BARE_BACKTEST =
  "it says of a backtest that it passed, and carries no report of one: make it with ./interlock backtest --check --report FILE, and sign that with ./interlock attest --sign --results FILE";

/** A backtest is one of strategies, on data, whose checks compared something. */
function isBareBacktest({ name, backtest, strategies }: Said, ofAll: string | undefined): boolean {
  if (name !== "backtest") return backtest !== undefined;
  return backtest === undefined || (strategies ?? ofAll) === undefined;
}

type Said = z.output<typeof statementSchema>["evidence"][number];

/** Leaves out what a statement does not say. */
function present({
  people,
  builders,
  strategies,
  sessions,
  backtest: _,
  ...one
}: Said): Omit<Evidence, "by"> {
  return {
    ...one,
    ...(people === undefined ? {} : { people }),
    ...(builders === undefined ? {} : { builders }),
    ...(strategies === undefined ? {} : { strategies }),
    ...(sessions === undefined ? {} : { sessions: sessionsSaid(sessions) }),
  };
}

function sessionsSaid({ lastSeq, ...of }: z.output<typeof sessionsSchema>): RecordedSessions {
  return lastSeq === undefined ? of : { ...of, lastSeq };
}

type Origin = Pick<z.output<typeof statementSchema>, "environment" | "strategies">;

/** Says why what an engine measured elsewhere is none for this one; null where it is. */
function originFault({ environment, strategies }: Origin, here: string): string | null {
  if (environment === undefined || strategies === undefined)
    return "the statement does not say in which environment and with which strategies it was measured";
  if (here !== "live" || environment === "paper") return null;
  return `it was measured in ${environment}, and live takes what was measured in paper alone`;
}

function keyOf({ publicKey }: Attestor): KeyObject | null {
  try {
    const key = createPublicKey({
      key: Buffer.from(publicKey, "base64"),
      format: "der",
      type: "spki",
    });
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

function isSigned(key: KeyObject, statement: string, signature: string): boolean {
  return verify(null, Buffer.from(statement), key, Buffer.from(signature, "base64"));
}

function parse(statement: string): unknown {
  try {
    return JSON.parse(statement);
  } catch {
    return null;
  }
}
