import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { verifyAnchored } from "../../journal/heads/verify-anchored.ts";
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
import { type OrderFile, orderFile } from "./order-file.ts";
import { orderHtml } from "./order-html.ts";

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
    .option("--into <dir>", "folder for ORDER.json and ORDER.html; this one by default", ".")
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
  const file = gather(env.dataDir, order);
  if (file.steps.length === 0)
    throw new CommandFailure(
      `The journal holds nothing about an order ${order}: name its client order id.`,
    );
  const { journal, anchor } = await verifyAnchored(env.dataDir, findHeads(env, {}));
  const last = file.steps.at(-1)?.seq ?? 0;
  const covered = anchor.ok && anchor.seq !== null && anchor.seq >= last;
  const proof = { chainIsSound: journal.ok, anchor, covered };
  terminal.result({ ...file, proof });
  if (!terminal.json) {
    const name = order.replaceAll(/[^\w.-]/g, "_");
    const text = `${JSON.stringify({ ...file, proof }, null, 2)}\n`;
    writeFileSync(join(into, `${name}.json`), text, { mode: 0o600 });
    writeFileSync(join(into, `${name}.html`), orderHtml(file, anchor), { mode: 0o600 });
    terminal.print(
      `${file.steps.length} records of order ${order} are in ${join(into, name)}.json and .html.`,
    );
    terminal.print(
      covered
        ? `All of them are covered by the signed head of entry ${anchor.seq}.`
        : `Not all of them are covered by a signed head: ${anchor.sentence}`,
    );
  }
  return journal.ok && anchor.ok ? EXIT.ok : EXIT.found;
}

function gather(dataDir: string, order: string): OrderFile {
  try {
    return orderFile(dataDir, order);
  } catch (error) {
    if (!(error instanceof JournalFaultError)) throw error;
    throw new CommandFailure(
      `The journal is damaged: ${error.fault.sentence} Run ./interlock verify-audit.`,
    );
  }
}
