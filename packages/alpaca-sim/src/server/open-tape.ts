import { resolve } from "node:path";
import { fail, type Result } from "@interlock/core/result";
import { generatedTape } from "../tape/generated/generated-tape.ts";
import { loadRecordedTape } from "../tape/recorded/recorded-tape.ts";
import type { TapeSource } from "../tape/tape-source.ts";
import type { VenueServerOptions } from "./venue-server-options.ts";

/**
 * Opens the tape of the options: loads and checks recorded days, or prepares the generator. The error is one
 * sentence.
 */
export function openTape(options: VenueServerOptions): Result<TapeSource> {
  const { tape, seed } = options;
  if (tape.kind === "recorded") return loadRecordedTape(tape);
  if (tape.symbols.length === 0)
    return fail("symbols must name one symbol at least for a generated tape");
  return generatedTape({ ...tape, seed });
}

/**
 * Returns the name that the account's identity is made from: the folder of a recorded tape, the seed of a
 * generated one.
 */
export function tapeName(options: VenueServerOptions): string {
  const { tape, seed } = options;
  return tape.kind === "recorded" ? `recorded ${resolve(tape.path)}` : `generated ${seed}`;
}

/** Returns what a log of commands depends on besides the code: another tape would give other answers. */
export function tapeFingerprint(options: VenueServerOptions, source: TapeSource): string {
  const { tape, seed, fromMinute, partialFills, tellsPending } = options;
  const kind = tape.kind === "recorded" ? "recorded" : `generated x${tape.activity}`;
  const total = source.eventsTotal === null ? "" : ` ${source.eventsTotal} events`;
  const from = fromMinute === null ? "" : ` from minute ${fromMinute}`;
  const parts = partialFills === 0 ? "" : ` parts ${partialFills}`;
  const how = `${from}${parts}${tellsPending ? " pending told" : ""}`;
  return `${kind} ${source.firstDate} ${source.symbols.join(",")} seed ${seed}${total}${how}`;
}
