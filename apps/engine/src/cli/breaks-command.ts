import { momentText } from "@interlock/core/market/clock-text";
import { REASON_LENGTH_MIN } from "../operator/command-outcome.ts";
import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { z } from "zod";
import { commandId } from "@interlock/core/ids";
import { ControlSocketClient } from "../operator/control-socket-client.ts";
import { runPath } from "../supervisor/run-files.ts";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "./context.ts";
import { EXIT } from "./exit-code.ts";
import { userName } from "./user-name.ts";

interface AdoptFlags extends CommonOptions {
  readonly adopt?: string;
  readonly evidence?: string;
  readonly reason?: string;
}

const ANSWER_MS = 10_000;

const openBreaks = z.object({
  breaks: z.array(
    z.looseObject({
      breakId: z.string(),
      evidenceId: z.string(),
      kind: z.string(),
      symbol: z.string().nullable(),
      ours: z.string(),
      venue: z.string(),
      openedAt: z.number(),
    }),
  ),
});
type OpenBreak = z.infer<typeof openBreaks>["breaks"][number];

/** Adds `breaks`, which lists them, and adopts one with `--adopt`. */
export function addBreaksCommand(program: Command, run: RunCommand): void {
  program
    .command("breaks")
    .description(
      "list where our books and the venue's differ; with --adopt take the venue's side of one",
    )
    .option(
      "--adopt <break>",
      "the break whose venue's side is taken over, by the id that the list shows",
    )
    .option("--evidence <id>", "the evidence that you saw of it, as the list shows it")
    .option("--reason <text>", "why the venue is right, at least 10 characters")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: AdoptFlags) => run(flags, breaks));
}

function breaks(context: CommandContext, flags: AdoptFlags): Promise<number> {
  return flags.adopt === undefined ? list(context) : adopt(context, flags, flags.adopt);
}

async function list({ env, terminal }: CommandContext): Promise<number> {
  const answer = await withEngine(env.dataDir, (client) => client.status(ANSWER_MS));
  if (!answer.ok) throw new CommandFailure(`The engine did not answer: ${answer.error}.`);
  const parsed = openBreaks.safeParse(answer.value);
  if (!parsed.success) throw new CommandFailure("The engine's answer holds no list of breaks.");
  const { breaks: open } = parsed.data;
  terminal.result({ breaks: open });
  if (open.length === 0) terminal.print("No break is open: our books and the venue's agree.");
  for (const one of open) for (const line of describe(one)) terminal.print(line);
  return open.length === 0 ? EXIT.ok : EXIT.found;
}

function describe({
  breakId,
  evidenceId,
  kind,
  symbol,
  ours,
  venue,
  openedAt,
}: OpenBreak): string[] {
  const where = symbol === null ? "the account" : symbol;
  return [
    `${breakId}  ${kind.replaceAll("_", " ")} of ${where}, since ${momentText(openedAt, Date.now())}`,
    `  ours ${ours}; venue ${venue}`,
    `  adopt: ./interlock breaks --adopt "${breakId}" --evidence "${evidenceId}" --reason TEXT`,
  ];
}

async function adopt(
  { env, terminal }: CommandContext,
  { evidence, reason = "" }: AdoptFlags,
  breakId: string,
): Promise<number> {
  if (evidence === undefined)
    throw new CommandFailure("--adopt needs --evidence: list the breaks first.", EXIT.usage);
  if (reason.trim().length < REASON_LENGTH_MIN || reason.length > 500)
    throw new CommandFailure("--reason must have 10 to 500 characters.", EXIT.usage);
  const body = {
    kind: "adopt_break",
    breakId,
    evidenceId: evidence,
    reason: reason.trim(),
  } as const;
  const actor = { userId: "cli", name: userName(), role: "owner" };
  const command = { commandId: commandId(randomUUID()), actor, via: "cli", body } as const;
  const answer = await withEngine(env.dataDir, (client) => client.command(command, ANSWER_MS));
  if (!answer.ok)
    throw new CommandFailure(`It is not known whether it was adopted: ${answer.error}.`);
  terminal.print(answer.value.sentence);
  terminal.result(answer.value);
  return answer.value.accepted ? EXIT.ok : EXIT.found;
}

async function withEngine<T>(
  dataDir: string,
  ask: (client: ControlSocketClient) => Promise<T>,
): Promise<T> {
  const client = await ControlSocketClient.open(runPath(dataDir, "engine.sock"));
  if (!client.ok) throw new CommandFailure(`No break was read: ${client.error}.`, EXIT.notRunning);
  try {
    return await ask(client.value);
  } finally {
    client.value.close();
  }
}
