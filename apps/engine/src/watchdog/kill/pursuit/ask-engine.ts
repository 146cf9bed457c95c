import { commandId } from "@interlock/core/ids";
import type { OperatorCommand } from "../../../operator/operator-command.ts";
import type { EngineControl } from "../engine-control.ts";
import type { KillLatch } from "../kill-latch.ts";
import { type KillAsker, raisedBeyond } from "../kill-request.ts";
import { partOf } from "./pursued-look.ts";

/** What came of asking the engine to close the gate: `trouble` is empty where it did. */
export interface EngineWord {
  readonly closed: boolean;
  readonly trouble: string;
  /** The engine's sentence where it lives and says that it stopped nothing; empty otherwise. */
  readonly refusal: string;
}

/** Asks the engine in the words of whoever asked, at most `timeoutMs` long. Never rejects. */
export async function askEngine(
  engine: EngineControl,
  { latch, asker }: { readonly latch: KillLatch; readonly asker: KillAsker },
  timeoutMs: number,
): Promise<EngineWord> {
  const { mode, includeStops } = latch;
  const { commandId: id, by, via, reason } = asker;
  const raised = raisedBeyond(latch, asker);
  const command: OperatorCommand = {
    commandId: commandId(id),
    actor: by,
    via,
    body: {
      ...{ kind: "kill", mode, reason, includeStops, ...partOf(latch) },
      ...(raised === undefined ? {} : { raised }),
    },
  };
  const answer = await engine.command(command, timeoutMs);
  if (!answer.ok) return { closed: false, trouble: `Engine: ${answer.error}.`, refusal: "" };
  const { accepted, sentence } = answer.value;
  return { closed: accepted, trouble: "", refusal: accepted ? "" : sentence };
}

/**
 * Returns why a kill ends without having stopped anything, or "" where it goes on by force. A real kill of the account
 * or of a symbol always goes on. A rehearsal never ends an engine that does not do as told, and a strategy that the
 * engine does not know has nothing to stop.
 */
export function givesUp(latch: KillLatch, word: EngineWord): string {
  if (word.closed) return "";
  if (latch.drill === true)
    return word.refusal || `Nothing was rehearsed. ${word.trouble} A drill never ends the engine.`;
  return latch.scope?.kind === "strategy" ? word.refusal : "";
}
