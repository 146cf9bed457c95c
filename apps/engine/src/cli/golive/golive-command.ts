import type { DrillKind } from "@interlock/core/golive/golive-book";
import { Argument, type Command } from "commander";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { CommandFailure } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { orderEngine } from "../engine-command.ts";
import { EXIT } from "../exit-code.ts";
import { viewOfJournal } from "./journal-view.ts";

interface EndFlags extends CommonOptions {
  readonly reason?: string | undefined;
}

interface DrillFlags extends CommonOptions {
  readonly drill: string;
}

/** Adds `golive` with what stops and what measures; votes and approvals are people's, at the console. */
export function addGoLiveCommand(program: Command, run: RunCommand): void {
  const golive = program
    .command("golive")
    .description("show the gates of live trading and the launch; abort, demote, or rehearse")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) => run(flags, show));
  for (const what of ["abort", "demote"] as const)
    golive
      .command(what)
      .description(what === "abort" ? "stop the countdown" : "back to paper, at once")
      .option("--reason <text>", "why")
      .option("--data-dir <dir>", "data folder instead of .interlock")
      .option("--json", "print the answer as one line of JSON")
      .action((_: EndFlags, command: Command) => {
        const flags = command.optsWithGlobals<EndFlags>();
        return run(flags, (context) => end(context, what, flags));
      });
  golive
    .command("drill")
    .description("rehearse a crash or the loss of the streams, in sim and paper, or a restore")
    .addArgument(
      new Argument("<drill>", "what breaks").choices(["crash", "stream-loss", "restore"]),
    )
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print the answer as one line of JSON")
    .action((drill: string, _: CommonOptions, command: Command) =>
      // Commander gives an option that both have to the outer command.
      run({ ...command.optsWithGlobals<CommonOptions>(), drill }, rehearse),
    );
}

function show({ env, terminal }: CommandContext): number {
  demandJournal(env.dataDir);
  const view = viewOfJournal(env.dataDir, Date.now());
  terminal.result(view);
  const { readiness, launch, gates, stations } = view;
  terminal.print(
    `${view.environment} account ${view.accountNumber}: ${readiness.ready ? "ready" : "not ready"}, ${readiness.score} of 100.`,
  );
  if (launch !== null) terminal.print(`${launch.launchId}: ${launch.stage} ${launch.endedWhy}`);
  for (const { id, name, verdict, value } of gates)
    terminal.print(`${id.padEnd(4)}${verdict.padEnd(8)} ${name}: ${value}`);
  for (const { station, vote, builtBy } of stations) {
    const said = vote === null ? "no vote" : `${vote.go ? "GO" : "NO-GO"} by ${vote.by}`;
    const built = builtBy.length === 0 ? "" : `; built by ${builtBy.join(", ")}`;
    terminal.print(`${station.padEnd(9)}${said}${built}`);
  }
  return readiness.ready ? EXIT.ok : EXIT.found;
}

function end(
  context: CommandContext,
  what: "abort" | "demote",
  { reason = "" }: EndFlags,
): Promise<number> {
  demandJournal(context.env.dataDir);
  const launch = viewOfJournal(context.env.dataDir, Date.now()).launch;
  if (launch === null) throw new CommandFailure("Nothing was ever launched here.");
  const { launchId } = launch;
  const kind = what === "abort" ? ("golive_abort" as const) : ("golive_demote" as const);
  return orderEngine(
    context,
    { kind, launchId, reason },
    { lacking: "Nothing was ended", unknown: "It is not known whether it was ended" },
  );
}

function rehearse(context: CommandContext, { drill }: DrillFlags): Promise<number> {
  const what: DrillKind = drill === "crash" || drill === "restore" ? drill : "stream_loss";
  const body = { kind: "golive_drill" as const, drill: what };
  return orderEngine(context, body, {
    lacking: "Nothing was rehearsed",
    unknown: "It is not known whether the drill began",
  });
}
