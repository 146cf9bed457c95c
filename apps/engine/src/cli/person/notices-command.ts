import type { Command } from "commander";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { PersonClient } from "./person-client.ts";

/** Adds `notices`: by which channels people are told who do not look, and a test of them. */
export function addNoticesCommand(program: Command, run: RunCommand): void {
  const notices = program
    .command("notices")
    .description("how people are told who do not look at the console");
  const add = (usage: string, description: string) =>
    notices
      .command(usage)
      .description(description)
      .option("--data-dir <dir>", "data folder instead of .interlock")
      .option("--json", "print one line of JSON");
  add("list", "list channels with what became of their latest notice").action(
    (flags: CommonOptions) => run(flags, list),
  );
  add("test", "send a test notice by every channel").action((flags: CommonOptions) =>
    run(flags, test),
  );
}

async function list(context: CommandContext): Promise<number> {
  const { terminal } = context;
  const view = await PersonClient.open(context).ask((client) => client.notices.list.query());
  terminal.result(view);
  if (view.channels.length === 0) terminal.print("No channel is configured.");
  for (const { name, last, failing, waiting } of view.channels) {
    const latest =
      last === null
        ? "nothing sent since the start"
        : `${last.title}: ${last.delivered ? "delivered" : last.why}`;
    const trouble = failing === "" ? "" : `, failing (${failing}), ${waiting} waiting`;
    terminal.print(`${name}  ${latest}${trouble}`);
  }
  const silent = view.channels.some(
    ({ last, failing }) => failing !== "" || last?.delivered === false,
  );
  return silent ? EXIT.found : EXIT.ok;
}

async function test(context: CommandContext): Promise<number> {
  const person = PersonClient.open(context);
  return person.finish(await person.ask((client) => client.notices.test.mutate()));
}
