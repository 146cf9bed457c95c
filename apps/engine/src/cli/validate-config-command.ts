import { type Command, Option } from "commander";
import { formatFault } from "../config/config-fault.ts";
import type { LoadedConfig } from "../config/load-config.ts";
import { ENVIRONMENTS, type Environment } from "../config/system-config.ts";
import type { CommandContext, CommonOptions, RunCommand } from "./context.ts";
import { EXIT } from "./exit-code.ts";

interface ValidateFlags extends CommonOptions {
  readonly env?: Environment;
}

/** Adds `validate-config`. */
export function addValidateConfigCommand(program: Command, run: RunCommand): void {
  program
    .command("validate-config")
    .description("check the configuration files and print everything that is wrong with them")
    .addOption(
      new Option("--env <name>", "environment; without it all three are checked").choices(
        ENVIRONMENTS,
      ),
    )
    .option("--json", "print one line of JSON")
    .action((flags: ValidateFlags) => run(flags, validate));
}

async function validate(
  { env, terminal }: CommandContext,
  { env: only }: ValidateFlags,
): Promise<number> {
  const { loadConfig } = await import("../config/load-config.ts");
  const environments = only === undefined ? ENVIRONMENTS : [only];
  const readings = environments.map((environment) => ({
    environment,
    reading: loadConfig({ environment, root: env.root }),
  }));
  const faults = readings.flatMap(({ environment, reading }) =>
    reading.ok ? [] : reading.faults.map((fault) => ({ environment, ...fault })),
  );
  // Asked about all, an environment that was never set up is told and is no fault; asked about it alone, it is.
  const owed = faults.filter((fault) => only === undefined && fault.owed === true);
  const wrong = faults.filter((fault) => !owed.includes(fault));
  const hashes = readings.flatMap(({ environment, reading }) =>
    reading.ok ? [[environment, reading.config.hash] as const] : [],
  );
  // The limits and the universe belong to all environments: a fault in them is said once.
  for (const sentence of new Set(wrong.map(formatFault))) terminal.print(sentence);
  for (const [environment, hash] of hashes) terminal.print(`${environment}: sound, ${hash}`);
  for (const { environment, reading } of readings)
    if (reading.ok && reading.config.system.execution.brokerStopBps > 0)
      terminal.print(stopsText(environment, reading.config));
  for (const fault of owed)
    terminal.print(`${fault.environment}: not set up yet: ${formatFault(fault)}`);
  terminal.result({ faults: wrong, owed, hashes: Object.fromEntries(hashes) });
  return wrong.length === 0 ? EXIT.ok : EXIT.found;
}

function stopsText(environment: Environment, { system }: LoadedConfig): string {
  const { brokerStopBps } = system.execution;
  return `${environment}: a stop is kept at the broker ${brokerStopBps} bps from the average entry`;
}
