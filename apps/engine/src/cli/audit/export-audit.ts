import { existsSync, readdirSync } from "node:fs";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import {
  encodeManifest,
  ENTRIES_FILE,
  type ExportManifest,
  MANIFEST_FILE,
  RECORDS_FILE,
} from "../../journal/export/export-manifest.ts";
import { type ExportPlan, makeExport } from "../../journal/export/make-export.ts";
import { leaveNote } from "../../edge/noted/left-notes.ts";
import { openHeadKey, publicKeyPath } from "../../journal/heads/head-key.ts";
import { buildHash } from "../../run/build-hash.ts";
import { CommandFailure, type CommandContext } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { errorSentence } from "../files/file-fault.ts";
import { userName } from "../user-name.ts";
import { entriesOf, type NamedRange } from "./export-range.ts";
import { findHeads } from "./head-sources.ts";

/** What is exported, and where to. */
export interface ExportRequest extends NamedRange, Pick<ExportPlan, "format"> {
  readonly into: string;
}

/**
 * Writes an export into a folder that gets its name when it is whole. Works while the engine trades and while nothing
 * runs. Returns the exit code. Throws CommandFailure with a sentence.
 */
export async function exportAudit(
  { env, terminal }: CommandContext,
  { into, format, ...range }: ExportRequest,
): Promise<number> {
  demandJournal(env.dataDir);
  if (existsSync(into) && readdirSync(into).length > 0)
    throw new CommandFailure(`${into} is not empty: name a new folder with --into.`);
  const asked = orRefuse(() => entriesOf(env.dataDir, range));
  const key = openHeadKey(env.dataDir);
  const { sources } = findHeads(env, {});
  const by = userName();
  const build = buildHash(import.meta.url);
  const plan: ExportPlan = { ...asked, format, dataDir: env.dataDir, by, build, key, sources };
  const manifest = await writeExport(plan, into);
  const { from, to, entries, head } = manifest;
  const detail = `entries ${from} to ${to} as ${format}, signed head ${head.seq} ${head.hash}`;
  leaveNote(env.dataDir, { event: "export_made", by, detail });
  terminal.print(`${entries} entries, ${from} to ${to}, are in ${into}.`);
  if (format === "jsonl")
    terminal.print(
      `Check them here: ./interlock verify-audit --export ${shellWord(into)} --key ${shellWord(publicKeyPath(env.dataDir))}\nOn another machine take a copy of that key which did not travel with the export.`,
    );
  terminal.result(manifest);
  return EXIT.ok;
}

async function writeExport(plan: ExportPlan, into: string): Promise<ExportManifest> {
  const draft = `${into}.unfinished-${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const name = plan.format === "csv" ? RECORDS_FILE : ENTRIES_FILE;
    const file = await open(join(draft, name), "w", 0o600);
    try {
      const manifest = await makeExport(plan, async (text) => void (await file.write(text)));
      await file.sync();
      await writeFile(join(draft, MANIFEST_FILE), encodeManifest(manifest, plan.key), {
        mode: 0o600,
      });
      await rename(draft, into);
      return manifest;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw refusal(error);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function orRefuse<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (!(error instanceof JournalFaultError)) return new CommandFailure(errorSentence(error));
  return new CommandFailure(
    `Nothing was exported, because the journal is damaged: ${error.fault.sentence}`,
  );
}

/** A path as a shell takes it: quoted where it has to be. */
function shellWord(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
