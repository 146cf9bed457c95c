import type { RecordOf } from "../record.ts";
import type { EngineState } from "../state.ts";
import { digestOf } from "./command-digest.ts";
import { verdictRest } from "./command-outcome.ts";

/** Answers kept for repeated commands. */
const COMMANDS_KEPT = 500;

/** Keeps what a command was answered, and a digest of it, for one that comes again under its id. */
export function applyAnswer(state: EngineState, record: RecordOf<"command_answered">): void {
  const { commandId, accepted, sentence, ...rest } = record;
  const digest = digestOf(record);
  state.commands[commandId] = { accepted, sentence, ...verdictRest(rest), digest };
  const ids = Object.keys(state.commands);
  const oldest = ids[0];
  if (ids.length > COMMANDS_KEPT && oldest !== undefined) delete state.commands[oldest];
}
