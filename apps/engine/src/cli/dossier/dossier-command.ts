import { join } from "node:path";
import type { Command } from "commander";
import {
  type Dossier,
  dossierName,
  type DossierSource,
  dossierText,
  gatherDossier,
} from "../../edge/dossier/gather-dossier.ts";
import { orderHtml } from "../../edge/dossier/order-html.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { findHeads } from "../audit/head-sources.ts";
import {
  type CommandContext,
  type CommonOptions,
  CommandFailure,
  type RunCommand,
} from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { writeResult } from "../files/write-result.ts";

interface DossierFlags extends CommonOptions {
  readonly into?: string | undefined;
}

/** Adds `dossier`. */
export function addDossierCommand(program: Command, run: RunCommand): void {
  program
    .command("dossier <order>")
    .description(
      "gather everything about one order from the journal, with the hash of each entry and the signed head that covers it",
    )
    .option(
      "--into <dir>",
      "folder for ORDER.json and ORDER.html, made where it is absent; this one by default",
      ".",
    )
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON and write no file")
    .action((order: string, flags: DossierFlags) =>
      run(flags, (context) => writeDossier(context, order, flags.into ?? ".")),
    );
}

async function writeDossier(
  { env, terminal }: CommandContext,
  order: string,
  into: string,
): Promise<number> {
  demandJournal(env.dataDir);
  const dossier = await gather({ dataDir: env.dataDir, ...findHeads(env, {}) }, order);
  const { file, proof } = dossier;
  if (file.steps.length === 0)
    throw new CommandFailure(
      `The journal holds nothing about an order ${order}: name its client order id.`,
    );
  terminal.result({ ...file, proof });
  if (!terminal.json) {
    const name = dossierName(order);
    writeResult(join(into, `${name}.json`), dossierText(dossier));
    writeResult(join(into, `${name}.html`), orderHtml(file, proof.anchor));
    terminal.print(
      `${file.steps.length} records of order ${order} are in ${join(into, name)}.json and .html.`,
    );
    terminal.print(
      proof.covered
        ? `All of them are covered by the signed head of entry ${proof.anchor.seq}.`
        : `Not all of them are covered by a signed head: ${proof.anchor.sentence}`,
    );
  }
  return proof.chainIsSound && proof.anchor.ok ? EXIT.ok : EXIT.found;
}

async function gather(source: DossierSource, order: string): Promise<Dossier> {
  try {
    return await gatherDossier(source, order);
  } catch (error) {
    if (!(error instanceof JournalFaultError)) throw error;
    throw new CommandFailure(
      `The journal is damaged: ${error.fault.sentence} Run ./interlock verify-audit.`,
    );
  }
}
