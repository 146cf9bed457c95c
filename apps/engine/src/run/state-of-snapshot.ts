import { z } from "zod";
import { type EngineState, initialState } from "../state.ts";

/**
 * Our own bytes, proven by checksum and chain to be those that were written; what is checked is that they are a state
 * at all and not something else of ours.
 */
const engineState = z.custom<EngineState>(
  (value) =>
    typeof value === "object" && value !== null && "journalSeq" in value && "portfolio" in value,
  "the snapshot holds no engine state",
);

/**
 * Reads the state out of a snapshot; what an older build did not know yet begins empty. Throws when it holds something
 * else.
 */
export function stateOfSnapshot(value: unknown): EngineState {
  return { ...initialState(), ...engineState.parse(value) };
}
