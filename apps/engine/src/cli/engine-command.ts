import { randomUUID } from "node:crypto";
import { commandId } from "@interlock/core/ids";
import { REASON_LENGTH_MIN } from "../operator/command-outcome.ts";
import { ControlSocketClient } from "../operator/control-socket-client.ts";
import type { SocketBody } from "../operator/control-socket-protocol.ts";
import type { CommandBody } from "../operator/operator-command.ts";
import { runPath } from "../supervisor/run-files.ts";
import { type CommandContext, CommandFailure } from "./context.ts";
import { EXIT } from "./exit-code.ts";
import { userName } from "./user-name.ts";

const ANSWER_MS = 10_000;

/**
 * Asks a question of the engine of this data folder; `lacking` says what was not done when none runs. Throws
 * CommandFailure.
 */
export async function askEngine<T>(
  { env }: CommandContext,
  lacking: string,
  ask: (client: ControlSocketClient, timeoutMs: number) => Promise<T>,
): Promise<T> {
  const client = await ControlSocketClient.open(runPath(env.dataDir, "engine.sock"));
  if (!client.ok) throw new CommandFailure(`${lacking}: ${client.error}.`, EXIT.notRunning);
  try {
    return await ask(client.value, ANSWER_MS);
  } finally {
    client.value.close();
  }
}

/** Orders the engine to do something as this machine's owner, prints its answer, and returns the exit code. */
export async function orderEngine(
  context: CommandContext,
  body: Extract<CommandBody, { readonly kind: SocketBody["kind"] }>,
  { lacking, unknown }: { readonly lacking: string; readonly unknown: string },
): Promise<number> {
  const actor = { userId: "cli", name: userName(), role: "owner" };
  const command = { commandId: commandId(randomUUID()), actor, via: "cli", body } as const;
  const answer = await askEngine(context, lacking, (client, timeoutMs) =>
    client.command(command, timeoutMs),
  );
  if (!answer.ok) throw new CommandFailure(`${unknown}: ${answer.error}.`);
  context.terminal.print(answer.value.sentence);
  context.terminal.result(answer.value);
  return answer.value.accepted ? EXIT.ok : EXIT.found;
}

/** Returns a reason that says something, trimmed; throws CommandFailure for another. */
export function demandReason(reason: string | undefined): string {
  const text = (reason ?? "").trim();
  if (text.length >= REASON_LENGTH_MIN && text.length <= 500) return text;
  throw new CommandFailure("--reason must have 10 to 500 characters.", EXIT.usage);
}
