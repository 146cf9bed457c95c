import type { Command } from "commander";
import { KEY_DAYS_MAX } from "@interlock/api/keys/key-input";
import { keyScope, type KeyScope } from "@interlock/api/permissions";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { PersonClient } from "./person-client.ts";
import { REASON_TO_ASK, reasonToAsk } from "./reason-to-ask.ts";

interface KeyFlags extends CommonOptions {
  readonly key?: string;
  readonly scope?: readonly string[];
  readonly days?: string;
  readonly reason?: string;
}

/** Adds `keys`: API keys of programs, made by a person who is signed in here. */
export function addKeysCommand(program: Command, run: RunCommand): void {
  const keys = program.command("keys").description("API keys of programs");
  const add = (usage: string, description: string) =>
    keys
      .command(usage)
      .description(description)
      .option("--data-dir <dir>", "data folder instead of .interlock")
      .option("--json", "print one line of JSON");
  add("list", "list keys with what they may and until when").action((flags: KeyFlags) =>
    run(flags, list),
  );
  add("create <name>", "make a key; it is printed once")
    .requiredOption("--scope <scope...>", keyScope.options.join(", "))
    .option("--days <days>", `how long it is good, up to ${KEY_DAYS_MAX}`, "90")
    .option(...REASON_TO_ASK)
    .action((key: string, flags: KeyFlags) => run({ ...flags, key }, create));
  add("revoke <name-or-id>", "end a key at once").action((key: string, flags: KeyFlags) =>
    run({ ...flags, key }, revoke),
  );
}

async function list(context: CommandContext): Promise<number> {
  const { terminal } = context;
  const person = PersonClient.open(context);
  const keys = await person.ask((client) => client.keys.list.query());
  const agreed = await person.ask((client) => client.keys.agreed.query());
  terminal.result(keys);
  for (const { name, scopes, days, fetchBy } of agreed)
    terminal.print(
      `agreed: ${name}; fetch it until ${new Date(fetchBy).toISOString()}: keys create "${name}" --scope ${scopes.join(" ")} --days ${days}`,
    );
  if (keys.length === 0) terminal.print("There is no key.");
  for (const { prefix, name, state, scopes, maker, expiresAt } of keys)
    terminal.print(
      `${prefix}…  ${name}  ${state}  ${scopes.join(",")}  by ${maker}  until ${new Date(expiresAt).toISOString()}`,
    );
  return EXIT.ok;
}

async function create(context: CommandContext, flags: KeyFlags): Promise<number> {
  const { key: name = "", scope: scopes = [] } = flags;
  const days = Number(flags.days);
  if (!Number.isInteger(days) || days < 1 || days > KEY_DAYS_MAX)
    throw new CommandFailure(`--days must be from 1 to ${KEY_DAYS_MAX}.`, EXIT.usage);
  const person = PersonClient.open(context);
  const answer = await person.act({
    path: "keys.create",
    input: { name, scopes: scopes.map(demandScope), days, ...reasonToAsk(flags) },
    call: (client, input, confirmed) => client.keys.create.mutate(input, confirmed),
  });
  if (answer.secret !== undefined) context.terminal.print(answer.secret);
  return person.finish(answer);
}

async function revoke(context: CommandContext, { key = "" }: KeyFlags): Promise<number> {
  const person = PersonClient.open(context);
  const keys = await person.ask((client) => client.keys.list.query());
  const found = keys.filter(
    ({ id, name, state }) => id === key || (name === key && state !== "revoked"),
  );
  const [one] = found;
  if (one === undefined) throw new CommandFailure(`There is no key ${key}.`);
  if (found.length > 1)
    throw new CommandFailure(
      `${found.length} keys have the name ${key}: name the id. ${found.map(({ id }) => id).join(", ")}`,
    );
  const answer = await person.act({
    path: "keys.revoke",
    input: { id: one.id },
    call: (client, input, confirmed) => client.keys.revoke.mutate(input, confirmed),
  });
  return person.finish(answer);
}

function demandScope(text: string): KeyScope {
  const parsed = keyScope.safeParse(text);
  if (parsed.success) return parsed.data;
  const allowed = keyScope.options.join(", ");
  throw new CommandFailure(`--scope must be among ${allowed}.`, EXIT.usage);
}
