import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { demandReason } from "../engine-command.ts";
import { PersonClient } from "../person/person-client.ts";

interface DecideFlags extends CommonOptions {
  readonly id?: string;
  readonly reason?: string;
}

/** Adds what a person does with a request for approval. */
export function addDecisions(approvals: Command, run: RunCommand): void {
  const add = (usage: string, description: string) =>
    approvals
      .command(usage)
      .description(description)
      .option("--data-dir <dir>", "data folder instead of .interlock")
      .option("--json", "print one line of JSON");
  for (const verb of ["approve", "decline"] as const)
    add(`${verb} <id>`, `${verb} another person's request, as who is signed in here`)
      .requiredOption("--reason <text>", "why, 10 to 500 characters")
      .action((id: string, _flags: unknown, command: Command) =>
        run(flagsOf(command, id), (context, given) => decide(context, given, verb)),
      );
  add("apply <id>", "carry out what was approved").action(
    (id: string, _flags: unknown, command: Command) => run(flagsOf(command, id), apply),
  );
  add("cancel <id>", "take back a request of one's own").action(
    (id: string, _flags: unknown, command: Command) => run(flagsOf(command, id), cancel),
  );
}

/** Commander gives an option that both have to the outer command. */
function flagsOf(command: Command, id: string): DecideFlags {
  return { ...command.optsWithGlobals<DecideFlags>(), id };
}

/** What is decided is what stands there at this moment: an edit in between is refused by the engine. */
async function seenBy(person: PersonClient, approvalId = "") {
  const found = await person.ask((client) => client.approvals.get.query({ approvalId }));
  return { commandId: randomUUID(), approvalId, seenHash: found.proposedHash };
}

async function decide(
  context: CommandContext,
  { id, reason }: DecideFlags,
  verb: "approve" | "decline",
): Promise<number> {
  const person = PersonClient.open(context);
  const input = { ...(await seenBy(person, id)), reason: demandReason(reason) };
  const answer = await person.act({
    path: `approvals.${verb}`,
    input,
    call: (client, given, confirmed) =>
      client.approvals[verb].mutate({ ...given, commandId: randomUUID() }, confirmed),
  });
  return person.finish(answer);
}

async function apply(context: CommandContext, { id }: DecideFlags): Promise<number> {
  const person = PersonClient.open(context);
  const answer = await person.act({
    path: "approvals.carryOut",
    input: await seenBy(person, id),
    call: (client, given, confirmed) =>
      client.approvals.carryOut.mutate({ ...given, commandId: randomUUID() }, confirmed),
  });
  return person.finish(answer);
}

async function cancel(context: CommandContext, { id = "" }: DecideFlags): Promise<number> {
  const person = PersonClient.open(context);
  const answer = await person.act({
    path: "approvals.cancel",
    input: { commandId: randomUUID(), approvalId: id },
    call: (client, given, confirmed) => client.approvals.cancel.mutate(given, confirmed),
  });
  return person.finish(answer);
}
