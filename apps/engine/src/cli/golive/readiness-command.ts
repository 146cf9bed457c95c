import type { Command } from "commander";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { writeResult } from "../files/write-result.ts";
import { viewOfJournal } from "./journal-view.ts";
import { readinessHtml } from "./readiness-html.ts";

interface ReadinessFlags extends CommonOptions {
  readonly html?: string | undefined;
}

/** Adds `readiness`: the report that is computed from the evidence of the journal. */
export function addReadinessCommand(program: Command, run: RunCommand): void {
  program
    .command("readiness")
    .description("say how ready this build is for live trading, by the evidence of its journal")
    .option("--html <file>", "write the report as a page that prints")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print the whole report as one line of JSON")
    .action((flags: ReadinessFlags) => run(flags, readiness));
}

function readiness({ env, terminal }: CommandContext, { html }: ReadinessFlags): number {
  demandJournal(env.dataDir);
  const view = viewOfJournal(env.dataDir, Date.now());
  const { ready, score, categories, formula, notCovered } = view.readiness;
  terminal.result(view);
  terminal.print(
    `${ready ? "Ready" : "Not ready"}: ${score} of 100 at ${new Date(view.now).toISOString()}.`,
  );
  for (const one of categories)
    terminal.print(
      `${one.station.padEnd(9)}${String(one.score).padStart(3)}  ${one.green} go, ${one.amber} waived, ${one.red} no-go, ${one.unknown} unknown`,
    );
  for (const gate of view.gates)
    if (gate.verdict !== "green")
      terminal.print(`${gate.id.padEnd(4)}${gate.name}: ${gate.sentence}`);
  terminal.print(formula);
  for (const sentence of notCovered) terminal.print(`Not covered: ${sentence}`);
  if (html !== undefined) {
    writeResult(html, readinessHtml(view));
    terminal.print(`The report is in ${html}.`);
  }
  return ready ? EXIT.ok : EXIT.found;
}
