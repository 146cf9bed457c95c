import { InvalidArgumentError, type Command } from "commander";
import { symbolList } from "../config/env.ts";
import { ownCommand } from "../config/own-command.ts";
import type { ReadyReport, StartOptions } from "../supervisor/start/start-interlock.ts";
import type { CommandContext, CommonOptions, RunCommand } from "./context.ts";

interface StartFlags extends CommonOptions {
  readonly replay?: string;
  readonly generate?: boolean;
  readonly date?: string;
  readonly from?: string;
  readonly symbols?: string;
  readonly speed?: string;
  readonly seed?: string;
  readonly fresh?: boolean;
  readonly consolePort?: number;
  readonly enginePort?: number;
  readonly venuePort?: number;
  readonly watchdogPort?: number;
  readonly console: boolean;
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Reads a port on the command line. */
function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(
    "It must be a whole number from 0 to 65535; 0 takes any free port.",
  );
}

/** Adds `start`. */
export function addStartCommand(program: Command, run: RunCommand): void {
  program
    .command("start")
    .description("start everything and stay until Ctrl-C")
    .option("--replay <dir>", "play recorded market data: the folder of a day, or of days")
    .option("--generate", "play a generated day")
    .option("--date <yyyy-mm-dd>", "the day to play, where the folder has several")
    .option("--from <hh:mm>", "where in the day to begin, New York time")
    .option("--symbols <list>", "symbols with commas between, e.g. SPY,IBM")
    .option(
      "--speed <n>",
      'times real time, or "max": the whole day as fast as the engine consumes, then a summary',
    )
    .option("--seed <n>", "seed of the generated day and of the venue")
    .option("--fresh", "begin anew; what is there is kept in archive/")
    .option("--console-port <port>", "port of the console", readPort)
    .option("--engine-port <port>", "port of the engine", readPort)
    .option("--venue-port <port>", "port of the simulated venue", readPort)
    .option("--watchdog-port <port>", "port of the watchdog", readPort)
    .option("--no-console", "do without the console")
    .option("--no-open", "accepted for scripts: no browser is ever opened")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON once everything is ready")
    .action((flags: StartFlags) => run(flags, start));
}

async function start(context: CommandContext, flags: StartFlags): Promise<number> {
  const { startInterlock } = await import("../supervisor/start/start-interlock.ts");
  const { watchDay } = await import("../supervisor/start/watch-day.ts");
  const { env, terminal } = context;
  // A whole day at full speed has an end, a summary and nobody who watches it meanwhile.
  const wholeDay = flags.speed === "max";
  const options = startOptions(flags, context, wholeDay);
  const watch = wholeDay
    ? (report: ReadyReport, databaseUrl: string, signal: AbortSignal) =>
        watchDay({
          signal,
          dataDir: env.dataDir,
          venueUrl: report.venue,
          databaseUrl,
          say: terminal.note,
          summary: (summary) => {
            terminal.print(summary.text);
            terminal.result(summary.json);
          },
        })
    : null;
  const outcome = await startInterlock(
    options,
    {
      say: (sentence) =>
        terminal.json ? terminal.note(sentence) : terminal.print(`  ${sentence}`),
      ready: (report) => announce(report, context, wholeDay),
      stoppable: (stop) => {
        for (const signal of STOP_SIGNALS) context.onSignal(signal, stop);
      },
    },
    watch,
  );
  if (outcome.sentence !== "") terminal.note(outcome.sentence);
  return outcome.code;
}

function startOptions(flags: StartFlags, { env }: CommandContext, wholeDay: boolean): StartOptions {
  const { consolePort, enginePort, venuePort, watchdogPort } = flags;
  const ports = {
    ...(consolePort === undefined ? {} : { console: consolePort }),
    ...(enginePort === undefined ? {} : { engine: enginePort }),
    ...(venuePort === undefined ? {} : { venue: venuePort }),
    ...(watchdogPort === undefined ? {} : { watchdog: watchdogPort }),
  };
  return {
    env,
    ports,
    replay: flags.replay,
    generate: flags.generate,
    date: flags.date,
    from: flags.from,
    speed: flags.speed,
    seed: flags.seed,
    symbols: symbolList(flags.symbols),
    fresh: flags.fresh === true,
    withConsole: flags.console && !wholeDay,
  };
}

function announce(report: ReadyReport, { env, terminal }: CommandContext, wholeDay: boolean): void {
  const { tape, ...rest } = report;
  terminal.result({ ...rest, tape: tape?.sentence ?? "", speed: tape?.speed ?? 1 });
  if (wholeDay) return;
  const lines = [
    "",
    report.signInLink === ""
      ? `Interlock runs without a console: ${report.engine}`
      : `Interlock runs: ${report.console}`,
    ...(report.signInLink === ""
      ? []
      : [
          `Sign in, once, within 15 minutes: ${report.signInLink}`,
          `Another link: ${ownCommand(env.dataDir, "sign-in-link")}`,
        ]),
    ...(tape === null ? [] : [`Playing ${tape.sentence}.`]),
    `Stop everything: Ctrl-C. Stop trading: ${ownCommand(env.dataDir, "kill --mode cancel")}`,
  ];
  terminal.print(lines.join("\n"));
}
