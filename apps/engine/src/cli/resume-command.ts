import { REASON_LENGTH_MIN } from "../operator/command-outcome.ts";
import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import type { KillScope } from "@interlock/core/kill/kill-scope";
import { commandId } from "@interlock/core/ids";
import { ControlSocketClient } from "../operator/control-socket-client.ts";
import { runPath } from "../supervisor/run-files.ts";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "./context.ts";
import { partOf, scopeOption } from "./kill/scope-option.ts";
import { EXIT } from "./exit-code.ts";
import { userName } from "./user-name.ts";

interface ResumeFlags extends CommonOptions {
  readonly reason: string;
  readonly scope: KillScope;
}

const ANSWER_MS = 10_000;

/** Adds `resume`. */
export function addResumeCommand(program: Command, run: RunCommand): void {
  program
    .command("resume")
    .description("let the engine trade again after a kill, a breaker or a crash loop")
    .option(
      "--reason <text>",
      "what was found and why it is safe, at least 10 characters; after a daily loss none is needed in the next session",
      "",
    )
    .addOption(scopeOption("symbol:NVDA or strategy:NAME: a part that a kill of its own stops"))
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print the answer as one line of JSON")
    .action((flags: ResumeFlags) => run(flags, resume));
}

async function resume(
  { env, terminal }: CommandContext,
  { reason, scope }: ResumeFlags,
): Promise<number> {
  const length = reason.trim().length;
  if ((length > 0 && length < REASON_LENGTH_MIN) || reason.length > 500) {
    throw new CommandFailure("--reason must have 10 to 500 characters.", EXIT.usage);
  }
  const client = await ControlSocketClient.open(runPath(env.dataDir, "engine.sock"));
  if (!client.ok)
    throw new CommandFailure(`Nothing was resumed: ${client.error}.`, EXIT.notRunning);
  try {
    const answer = await client.value.command(
      {
        commandId: commandId(randomUUID()),
        actor: { userId: "cli", name: userName(), role: "owner" },
        via: "cli",
        body: { kind: "resume", reason: reason.trim(), scope: partOf(scope) },
      },
      ANSWER_MS,
    );
    if (!answer.ok)
      throw new CommandFailure(`It is not known whether trading was resumed: ${answer.error}.`);
    terminal.print(answer.value.sentence);
    terminal.result(answer.value);
    return answer.value.accepted ? EXIT.ok : EXIT.found;
  } finally {
    client.value.close();
  }
}
