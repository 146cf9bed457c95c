import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { z } from "zod";
import { ATTESTATION_FORMAT, PAPER_EVIDENCE } from "../../golive/attestation.ts";
import { strategiesHash } from "../../golive/running-binding.ts";
import { standingEvidence } from "../../golive/standing-evidence.ts";
import type { EngineState } from "../../state.ts";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { findHeads } from "../audit/head-sources.ts";
import { demandJournal } from "../demand-journal.ts";
import { orderEngine } from "../engine-command.ts";
import { EXIT } from "../exit-code.ts";
import { errorSentence } from "../files/file-fault.ts";
import { stateOfJournal } from "./journal-view.ts";
import { signResults, signStatement, writeAttestation } from "./sign-results.ts";

interface AttestFlags extends CommonOptions {
  readonly file: string;
  readonly key?: string | undefined;
  readonly keyId?: string | undefined;
  readonly export?: boolean | undefined;
  readonly sign?: boolean | undefined;
  readonly results?: readonly string[] | undefined;
  readonly replay?: string | undefined;
  readonly anchor?: readonly string[] | undefined;
  readonly headKey?: string | undefined;
  readonly builder?: readonly string[] | undefined;
}

const signedFile = z.strictObject({
  statement: z.string(),
  signature: z.string(),
  keyId: z.string(),
});

/** Adds `attest`: takes over signed evidence, or signs what this paper engine measured. */
export function addAttestCommand(program: Command, run: RunCommand): void {
  program
    .command("attest <file>")
    .description("take over evidence that a key of the configuration signed; or sign this engine's")
    .option("--export", "write what this engine measured in paper, signed, instead")
    .option("--sign", "sign what tests, benchmarks and replays of this build came to, instead")
    .option("--results <file...>", "what npm test and npm run bench wrote, for --sign")
    .option("--replay <dir>", "recorded paper sessions that this build decides again, for --sign")
    .option("--anchor <place...>", "where heads of that recording were published, for --replay")
    .option("--head-key <pem>", "the head.pub that was published with them, for --replay")
    .option("--builder <id...>", "who built it, for --sign: none of them holds the station risk")
    .option("--key <pem>", "file with the Ed25519 private key to sign with")
    .option("--key-id <id>", "its name in the configuration")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print the answer as one line of JSON")
    .action((file: string, flags: Omit<AttestFlags, "file">) => run({ ...flags, file }, attest));
}

function attest(context: CommandContext, flags: AttestFlags): number | Promise<number> {
  if (flags.export === true) return exportRecord(context, flags);
  if (flags.sign === true) return signRuns(context, flags);
  const signed = signedFile.safeParse(readJson(flags.file));
  if (!signed.success)
    throw new CommandFailure(
      `${flags.file} is no attestation: it must hold statement, signature and keyId.`,
    );
  return orderEngine(
    context,
    { kind: "golive_attest", ...signed.data },
    { lacking: "Nothing was taken", unknown: "It is not known whether it was taken" },
  );
}

async function signRuns({ env, terminal }: CommandContext, flags: AttestFlags): Promise<number> {
  const { key, keyId, file, results = [], builder: builders = [] } = flags;
  if (key === undefined || keyId === undefined)
    throw new CommandFailure("--sign needs --key and --key-id.", EXIT.usage);
  const replay = flags.replay === undefined ? null : recordingOf(env, flags.replay, flags);
  const signed = await signResults({ results, replay, builders, key, keyId }, Date.now());
  writeAttestation(file, signed);
  terminal.print(`What was run on this build is in ${file}, signed by ${keyId}.`);
  if (builders.length > 0)
    terminal.print(
      `Not checked here: whether the desk knows ${builders.join(", ")}. The engine that takes it over asks its list of people, and refuses an id that nobody has.`,
    );
  terminal.result({ file, keyId });
  return EXIT.ok;
}

function recordingOf(
  { root }: CommandContext["env"],
  dataDir: string,
  { anchor, headKey }: AttestFlags,
) {
  demandJournal(dataDir);
  return { dataDir, heads: findHeads({ dataDir, root }, { anchor, key: headKey }) };
}

function exportRecord({ env, terminal }: CommandContext, flags: AttestFlags): number {
  const { key, keyId, file } = flags;
  if (key === undefined || keyId === undefined)
    throw new CommandFailure("--export needs --key and --key-id.", EXIT.usage);
  demandJournal(env.dataDir);
  const state = stateOfJournal(env.dataDir);
  writeAttestation(file, signStatement(statementOf(state), { key, keyId }));
  terminal.print(`What this engine measured in paper is in ${file}, signed by ${keyId}.`);
  terminal.result({ file, keyId });
  return EXIT.ok;
}

/** What a paper key may say, as it stands in this journal. */
function statementOf(state: EngineState): string {
  const { settings } = state;
  if (settings === null || settings.environment === "live")
    throw new CommandFailure(
      "Nothing was written: only an engine in sim or paper has such a record.",
    );
  const { environment } = settings;
  const strategies = strategiesHash(settings);
  const book = standingEvidence(state, state.time);
  const evidence = PAPER_EVIDENCE.flatMap((name) => {
    const found = book[name];
    if (found === undefined) return [];
    // What was measured with other strategies cannot be said under the hash of these.
    if (found.strategies !== undefined && found.strategies !== strategies) return [];
    const { by: _, strategies: _of, builderNames: _names, ...said } = found;
    return [{ ...said, build: said.build === "" ? state.build : said.build }];
  });
  if (evidence.length === 0)
    throw new CommandFailure("Nothing was written: nothing was measured yet.");
  const issuer = `${environment} account ${state.accountNumber}`;
  return JSON.stringify({ format: ATTESTATION_FORMAT, issuer, environment, strategies, evidence });
}

function readJson(file: string): unknown {
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    return read;
  } catch (error) {
    throw new CommandFailure(`${file} cannot be read: ${errorSentence(error, file)}`);
  }
}
