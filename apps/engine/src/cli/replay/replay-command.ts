import { InvalidArgumentError, type Command } from "commander";
import type { RunCommand } from "../context.ts";
import type { ReplayFlags } from "./replay-journal.ts";

/** Reads a sequence number on the command line. */
function readSeq(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of at least 0.");
}

/** Adds `replay`. */
export function addReplayCommand(program: Command, run: RunCommand): void {
  program
    .command("replay")
    .description("apply the journal up to an entry and show the state that it makes")
    .option("--seq <number>", "last entry to apply; without it the whole journal", readSeq)
    .option("--state", "print the whole state as JSON")
    .option(
      "--decide",
      "besides, decide the recorded inputs again and compare the records byte for byte",
    )
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: ReplayFlags) =>
      run(flags, async (context) => {
        const { replayJournal } = await import("./replay-journal.ts");
        return replayJournal(context, flags);
      }),
    );
}
