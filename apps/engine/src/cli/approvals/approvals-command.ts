import type { Command } from "commander";
import { z } from "zod";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { askEngine } from "../engine-command.ts";
import { addDecisions } from "./decide-approval.ts";
import { PersonClient } from "../person/person-client.ts";
import { readSession } from "../person/session-file.ts";
import { EXIT } from "../exit-code.ts";

const listed = z.object({
  approvals: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: z.string(),
      by: z.string(),
      reason: z.string(),
      expiresAt: z.number(),
      lacking: z.string(),
      diff: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
      decisions: z.array(z.string()),
    }),
  ),
});
type Listed = z.infer<typeof listed>["approvals"][number];

/** Adds `approvals`, which lists open requests, or shows one. */
export function addApprovalsCommand(program: Command, run: RunCommand): void {
  const approvals = program
    .command("approvals")
    .argument("[id]", "show one request with what it changes and who has said what")
    .description(
      "list the open requests for approval, or show one; who is signed in decides them here or at the console",
    )
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((id: string | undefined, flags: CommonOptions) =>
      run({ ...flags, ...(id === undefined ? {} : { id }) }, show),
    );
  addDecisions(approvals, run);
}

interface ApprovalsFlags extends CommonOptions {
  readonly id?: string;
}

async function show(context: CommandContext, { id }: ApprovalsFlags): Promise<number> {
  const { terminal, env } = context;
  const found = await readApprovals(context);
  const page = `${env.consoleUrl}/approvals`;
  if (id === undefined) {
    terminal.result(found);
    if (found.length === 0) terminal.print("No request is open.");
    for (const one of found) terminal.print(`${one.id}  ${one.state}  ${one.title}, by ${one.by}`);
    if (found.length > 0)
      terminal.print(`Decide them at ${page}, or here by approve, decline and apply, signed in.`);
    return EXIT.ok;
  }
  const one = found.find((other) => other.id === id);
  if (one === undefined)
    throw new CommandFailure(`No open request ${id}: list them with ./interlock approvals.`);
  terminal.result(one);
  for (const line of linesOf(one)) terminal.print(line);
  for (const sentence of await laterOf(context, id)) terminal.print(`  ${sentence}`);
  terminal.print(`Decide it at ${page}, or here by approve, decline and apply, signed in.`);
  return EXIT.ok;
}

/** Who does not count yet is known among people alone: it is told to somebody who is signed in. */
async function laterOf(context: CommandContext, approvalId: string): Promise<readonly string[]> {
  if (readSession(context.env.dataDir) === null) return [];
  try {
    const person = PersonClient.open(context);
    return (await person.ask((client) => client.approvals.get.query({ approvalId }))).later;
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return [`Who does not count yet cannot be said here. ${error.message}`];
  }
}

function linesOf({ title, state, by, reason, expiresAt, ...rest }: Listed): readonly string[] {
  return [
    `${title}: ${state}, asked by ${by} until ${new Date(expiresAt).toISOString()}`,
    `  ${reason}`,
    ...rest.diff.map(({ what, before, after }) => `  ${what}: ${before} → ${after}`),
    ...rest.decisions.map((decision) => `  ${decision}`),
    ...(rest.lacking === "" ? [] : [`  ${rest.lacking}`]),
  ];
}

async function readApprovals(context: CommandContext): Promise<readonly Listed[]> {
  const answer = await askEngine(context, "No request was read", (client, timeoutMs) =>
    client.status(timeoutMs),
  );
  if (!answer.ok) throw new CommandFailure(`The engine did not answer: ${answer.error}.`);
  const parsed = listed.safeParse(answer.value);
  if (!parsed.success) throw new CommandFailure("The engine is of another version: restart it.");
  return parsed.data.approvals;
}
