import type { Command } from "commander";
import { role as roleSchema, type Role } from "@interlock/api/view/scalars";
import type { PersonView } from "@interlock/api/people/people-view";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { demandReason } from "../engine-command.ts";
import { EXIT } from "../exit-code.ts";
import { PersonClient } from "./person-client.ts";
import { REASON_TO_ASK, reasonToAsk } from "./reason-to-ask.ts";

interface PersonFlags extends CommonOptions {
  readonly email?: string;
  readonly name?: string;
  readonly role?: string;
  readonly reason?: string;
  readonly end?: boolean;
}

/** Adds `people` with what an owner does about others. */
export function addPeopleCommand(program: Command, run: RunCommand): void {
  const people = program.command("people").description("who may sign in, and as what (for owners)");
  const add = (usage: string, description: string) =>
    people
      .command(usage)
      .description(description)
      .option("--data-dir <dir>", "data folder instead of .interlock")
      .option("--json", "print one line of JSON");
  add("list", "list people with role and open sessions").action((flags: PersonFlags) =>
    run(flags, list),
  );
  add("invite <email>", "invite a person; the link is mailed, or printed once")
    .requiredOption("--name <name>", "the person's name")
    .requiredOption("--role <role>", roleSchema.options.join(", "))
    .option(...REASON_TO_ASK)
    .action((email: string, flags: PersonFlags) => run({ ...flags, email }, invite));
  add("role <email> <role>", "give a person another role")
    .option(...REASON_TO_ASK)
    .action((email: string, role: string, flags: PersonFlags) =>
      run({ ...flags, email, role }, setRole),
    );
  add("suspend <email>", "keep a person from signing in, and end their sessions")
    .requiredOption("--reason <text>", "why, 10 to 500 characters")
    .action((email: string, flags: PersonFlags) => run({ ...flags, email }, suspend));
  add("sessions <email>", "list a person's sessions")
    .option("--end", "end all of them")
    .action((email: string, flags: PersonFlags) => run({ ...flags, email }, sessions));
}

async function list(context: CommandContext): Promise<number> {
  const { terminal } = context;
  const view = await PersonClient.open(context).ask((client) => client.people.list.query());
  terminal.result(view);
  for (const { userId, name, email, role, suspendedAt, sessions: open } of view.people) {
    const count = `${open.length} ${open.length === 1 ? "session" : "sessions"}`;
    const state = suspendedAt === null ? count : "suspended";
    terminal.print(`${email}  ${role}  ${name}  ${state}  ${userId}`);
  }
  for (const { email, role, name, fetchBy } of view.agreed)
    terminal.print(
      `agreed: ${name}; fetch the link until ${new Date(fetchBy).toISOString()}: people invite ${email} --name "${name}" --role ${role}`,
    );
  for (const { email, role, name } of view.invitations)
    terminal.print(`${email}  ${role}  ${name}  invited`);
  return EXIT.ok;
}

async function invite(context: CommandContext, flags: PersonFlags): Promise<number> {
  const person = PersonClient.open(context);
  const { email = "", name = "" } = flags;
  const answer = await person.act({
    path: "people.invite",
    input: { email, name, role: demandRole(flags.role), ...reasonToAsk(flags) },
    call: (client, input, confirmed) => client.people.invite.mutate(input, confirmed),
  });
  if (answer.link !== undefined) context.terminal.print(answer.link);
  return person.finish(answer);
}

async function setRole(context: CommandContext, flags: PersonFlags): Promise<number> {
  const wanted = { role: demandRole(flags.role), ...reasonToAsk(flags) };
  const person = PersonClient.open(context);
  const { userId } = await find(person, flags.email);
  const answer = await person.act({
    path: "people.setRole",
    input: { userId, ...wanted },
    call: (client, input, confirmed) => client.people.setRole.mutate(input, confirmed),
  });
  return person.finish(answer);
}

async function suspend(context: CommandContext, flags: PersonFlags): Promise<number> {
  const reason = demandReason(flags.reason);
  const person = PersonClient.open(context);
  const { userId } = await find(person, flags.email);
  const answer = await person.act({
    path: "people.suspend",
    input: { userId, reason },
    call: (client, input, confirmed) => client.people.suspend.mutate(input, confirmed),
  });
  return person.finish(answer);
}

async function sessions(context: CommandContext, flags: PersonFlags): Promise<number> {
  const person = PersonClient.open(context);
  const found = await find(person, flags.email);
  if (flags.end === true) {
    const answer = await person.act({
      path: "people.endSessions",
      input: { userId: found.userId },
      call: (client, input, confirmed) => client.people.endSessions.mutate(input, confirmed),
    });
    return person.finish(answer);
  }
  context.terminal.result(found.sessions);
  for (const { ip, device, way, lastSeenAt } of found.sessions)
    context.terminal.print(
      `${new Date(lastSeenAt).toISOString()}  ${ip ?? "-"}  ${way}  ${device ?? "-"}`,
    );
  if (found.sessions.length === 0)
    context.terminal.print(`${found.name} is not signed in anywhere.`);
  return EXIT.ok;
}

async function find(person: PersonClient, email = ""): Promise<PersonView> {
  const { people } = await person.ask((client) => client.people.list.query());
  const found = people.find((one) => one.email === email.toLowerCase());
  if (found !== undefined) return found;
  throw new CommandFailure(`Nobody here has the e-mail address ${email}.`);
}

function demandRole(text: string | undefined): Role {
  const parsed = roleSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  const allowed = roleSchema.options.join(", ");
  throw new CommandFailure(`The role must be one of ${allowed}.`, EXIT.usage);
}
