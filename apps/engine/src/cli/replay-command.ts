import { InvalidArgumentError, type Command } from "commander";
import { formatMoney } from "@interlock/core/number/money";
import { formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import type { Position } from "@interlock/core/position/position";
import { isOpen } from "@interlock/core/order/order";
import { applyEntry } from "../apply.ts";
import { JournalFaultError } from "../journal/recovery/journal-fault.ts";
import { readJournal } from "../journal/read-journal.ts";
import type { EngineRecord } from "../record.ts";
import { redecide } from "../replay/redecide.ts";
import { stateHash } from "../run/state-hash.ts";
import { type EngineState, initialState } from "../state.ts";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  commandContext,
} from "./context.ts";
import { EXIT } from "./exit-code.ts";

interface ReplayFlags extends CommonOptions {
  readonly seq?: number;
  readonly state?: boolean;
  readonly decide?: boolean;
}

/** Reads a sequence number on the command line. */
function readSeq(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of at least 0.");
}

/** Adds `replay`. */
export function addReplayCommand(program: Command, run: (code: number) => void): void {
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
    .action((flags: ReplayFlags) => run(replay(commandContext(flags), flags)));
}

function replay({ env, terminal }: CommandContext, flags: ReplayFlags): number {
  const until = flags.seq ?? Number.POSITIVE_INFINITY;
  const { state, entries } = applied(env.dataDir, until);
  if (flags.seq !== undefined && state.journalSeq < flags.seq) {
    throw new CommandFailure(
      `The journal in ${env.dataDir} ends at entry ${state.journalSeq}, before ${flags.seq}.`,
    );
  }
  const summary = summarize(state, entries);
  if (flags.state === true) process.stdout.write(`${JSON.stringify(state)}\n`);
  else for (const line of summary.lines) terminal.print(line);
  const decided = flags.decide === true ? redecide(env.dataDir) : null;
  if (decided !== null) terminal.print(describeDecided(decided));
  if (flags.state !== true) terminal.result({ ...summary.json, decided });
  return decided !== null && decided.difference !== null ? EXIT.found : EXIT.ok;
}

function applied(
  dataDir: string,
  until: number,
): { readonly state: EngineState; readonly entries: number } {
  const state = initialState();
  let entries = 0;
  try {
    if (until >= 1) {
      for (const entry of readJournal<EngineRecord>(dataDir, 1)) {
        if (entry.seq > until) break;
        applyEntry(state, entry);
        entries += 1;
      }
    }
  } catch (error) {
    if (error instanceof JournalFaultError) throw new CommandFailure(error.fault.sentence);
    throw error;
  }
  return { state, entries };
}

function summarize(state: EngineState, entries: number) {
  const positions = Object.values<Position>(state.portfolio.positions).filter(
    (position) => quantityUnits(position.quantity) !== 0,
  );
  const working = Object.values(state.orders).filter(isOpen);
  const json = {
    entries,
    journalSeq: state.journalSeq,
    venueTime: state.time,
    stateHash: stateHash(state),
    trading: state.trading.state,
    equity: state.lastMark === null ? null : formatMoney(state.lastMark.equity),
    positions: positions.map((position) => ({
      symbol: position.symbol,
      quantity: formatQuantity(position.quantity),
    })),
    workingOrders: working.map((order) => order.clientOrderId),
  };
  const lines = [
    `${entries} entries applied, to entry ${state.journalSeq}, venue time ${new Date(state.time).toISOString()}.`,
    `Trading ${json.trading}; equity ${json.equity ?? "not marked yet"}; ${working.length} working orders.`,
    ...json.positions.map(({ symbol, quantity }) => `  ${symbol} ${quantity}`),
    `State ${json.stateHash}`,
  ];
  return { json, lines };
}

function describeDecided({
  inputs,
  journalHash,
  decidedHash,
  difference,
}: ReturnType<typeof redecide>): string {
  if (difference !== null) return `Decided again, ${inputs} inputs: it differs: ${difference}.`;
  return `Decided again, ${inputs} inputs: the same records.\nJournal ${journalHash}\nDecided ${decidedHash}`;
}
