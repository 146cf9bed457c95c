import { momentText } from "@interlock/core/market/clock-text";
import type { Command } from "commander";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { z } from "zod";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { askEngine, orderEngine } from "../engine-command.ts";
import { EXIT } from "../exit-code.ts";
import {
  collectName,
  collectValue,
  readDuration,
  readInstant,
  readLevel,
} from "./limit-options.ts";

interface LimitsFlags extends CommonOptions {
  readonly set?: Readonly<Record<string, string>>;
  /** Absent: the account's. */
  readonly level?: LimitLevel;
  readonly for?: number;
  readonly until?: number;
  readonly keep?: readonly string[];
  readonly reason: string;
}

const status = z.object({
  venueTime: z.number(),
  limits: z.object({
    version: z.number(),
    by: z.string(),
    values: z.record(z.string(), z.string()),
    expiring: z.array(
      z.object({
        version: z.number(),
        by: z.string(),
        expiresAt: z.number(),
        lines: z.array(z.string()),
      }),
    ),
  }),
});
type Status = z.infer<typeof status>;

/** Adds `limits`, which lists those in force, and changes some with `--set`. */
export function addLimitsCommand(program: Command, run: RunCommand): void {
  program
    .command("limits")
    .description(
      "list the limits in force and what ends by itself; with --set or --keep change some",
    )
    .option(
      "--set <name=value>",
      "a limit's new value, e.g. maxOrderQuantity=120; may be given more than once; below the account an empty value takes it away",
      collectValue,
    )
    .option(
      "--level <level>",
      "whose: account (without this option), strategy:NAME, symbol:NVDA or session:pre",
      readLevel,
    )
    .option(
      "--keep <name>",
      "a limit that would go back by itself and is to stay as it is; may be given more than once",
      collectName,
    )
    .option("--for <duration>", "go back by itself after 1m to 30d, e.g. 90m", readDuration)
    .option(
      "--until <instant>",
      "go back by itself then, e.g. 2026-06-16T15:30:00-04:00",
      readInstant,
    )
    .option("--reason <text>", "why; needed for a looser limit and for one that ends by itself", "")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: LimitsFlags) => run(flags, limits));
}

async function limits(context: CommandContext, flags: LimitsFlags): Promise<number> {
  const found = await readStatus(context);
  if (flags.set !== undefined || flags.keep !== undefined) return change(context, flags, found);
  const { terminal } = context;
  terminal.result(found.limits);
  terminal.print(`Version ${found.limits.version} by ${found.limits.by}`);
  for (const [name, value] of Object.entries(found.limits.values))
    terminal.print(`  ${name} = ${value}`);
  for (const { version, by, expiresAt, lines } of found.limits.expiring) {
    terminal.print(`Version ${version} by ${by} ends at ${momentText(expiresAt, Date.now())}:`);
    for (const line of lines) terminal.print(`  ${line}`);
  }
  return EXIT.ok;
}

async function readStatus(context: CommandContext): Promise<Status> {
  const answer = await askEngine(context, "No limit was read", (client, timeoutMs) =>
    client.status(timeoutMs),
  );
  if (!answer.ok) throw new CommandFailure(`The engine did not answer: ${answer.error}.`);
  const parsed = status.safeParse(answer.value);
  if (!parsed.success) throw new CommandFailure("The engine has no limits yet: wait for it.");
  return parsed.data;
}

function change(context: CommandContext, flags: LimitsFlags, found: Status): Promise<number> {
  const { set: values = {}, keep, level, reason, until, for: lasts } = flags;
  if (until !== undefined && lasts !== undefined)
    throw new CommandFailure("Give --for or --until, not both.", EXIT.usage);
  const expiresAt = lasts === undefined ? until : found.venueTime + lasts;
  return orderEngine(
    context,
    {
      kind: "change_limits",
      baseVersion: found.limits.version,
      level,
      values,
      ...(keep === undefined ? {} : { keep }),
      reason: reason.trim(),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
    {
      lacking: "No limit was changed",
      unknown: "It is not known whether the limits were changed",
    },
  );
}
