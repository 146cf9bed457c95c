import { createHash } from "node:crypto";
import type { EngineState } from "../state.ts";

/** SHA-256 of the state as JSON: two states are the same, byte for byte, when their hashes are. */
export function stateHash(state: EngineState): string {
  return createHash("sha256").update(JSON.stringify(state)).digest("hex");
}
