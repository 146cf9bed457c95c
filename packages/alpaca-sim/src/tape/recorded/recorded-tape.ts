import { marketDay } from "@interlock/core/market/calendar";
import type { IsoDate } from "@interlock/core/market/civil-date";
import type { Result } from "@interlock/core/result";
import { fail, ok } from "@interlock/core/result";
import { type PrintKind, printKindOf } from "../print-kind.ts";
import { QUOTE_EVENT, type TapeSource, TRADE_EVENT } from "../tape-source.ts";
import { mergeTicks, type TickStream } from "./merge-ticks.ts";
import { checkGaps, readQuotes, readTrades } from "./read-ticks.ts";
import { findRecordedFolder, type RecordedFolder, recordedSymbols } from "./recorded-folder.ts";
import { loadRecordedHistory } from "./recorded-history.ts";
import { TapeFault } from "./tape-fault.ts";

/**
 * Which recorded day to play. Without symbols all that have quotes and prints; without a date the last day with
 * ticks.
 */
export interface RecordedChoice {
  readonly path: string;
  readonly date: IsoDate | null;
  readonly symbols: readonly string[];
  /** Longest time without an event of a symbol in the regular session. */
  readonly gapMinutes: number;
}

/**
 * Loads a recorded day: reads and checks every file whole, and merges them. The error is one sentence with file,
 * line, value and what is allowed.
 */
export function loadRecordedTape(choice: RecordedChoice): Result<TapeSource> {
  try {
    return ok(load(choice));
  } catch (error: unknown) {
    if (error instanceof TapeFault) return fail(error.message);
    throw error;
  }
}

function load(choice: RecordedChoice): TapeSource {
  const folder = findRecordedFolder(choice.path, choice.date);
  const symbols = chooseSymbols(folder, choice.symbols);
  const day = marketDay(folder.date);
  if (day === null) throw new TapeFault(`${folder.date} is no day on which the market opened`);
  const kinds = new PrintKinds();
  const chunk = mergeTicks(
    symbols.flatMap((symbol, index) => readSymbol({ folder, symbol, index, kinds }, choice)),
  );
  return {
    symbols,
    printKinds: kinds.list,
    firstDate: folder.date,
    startAt: Math.min(day.preOpenAt, chunk.time[0] ?? day.preOpenAt),
    eventsTotal: chunk.length,
    history: loadRecordedHistory(folder, symbols),
    open: () => {
      let isRead = false;
      return {
        next: () => {
          if (isRead) return null;
          isRead = true;
          return chunk;
        },
      };
    },
  };
}

function chooseSymbols(folder: RecordedFolder, wanted: readonly string[]): readonly string[] {
  const known = recordedSymbols(folder);
  if (known.length === 0) {
    throw new TapeFault(
      `${folder.date} has no ticks; allowed is a day with SYM.quotes.csv.gz and SYM.trades.csv.gz`,
    );
  }
  for (const symbol of wanted) {
    if (!known.includes(symbol)) {
      throw new TapeFault(
        `${folder.date} has no symbol "${symbol}"; there are: ${known.join(", ")}`,
      );
    }
  }
  return wanted.length === 0 ? known : wanted;
}

interface SymbolFiles {
  readonly folder: RecordedFolder;
  readonly symbol: string;
  readonly index: number;
  readonly kinds: PrintKinds;
}

function readSymbol(files: SymbolFiles, choice: RecordedChoice): readonly TickStream[] {
  const { folder, symbol, index, kinds } = files;
  const file = { root: folder.root, date: folder.date, symbol, kindOf: kinds.numberOf };
  const quotes = readQuotes(file);
  const trades = readTrades(file);
  checkGaps(folder.date, [quotes, trades], choice.gapMinutes);
  return [
    { columns: quotes, symbol: index, kind: QUOTE_EVENT },
    { columns: trades, symbol: index, kind: TRADE_EVENT },
  ];
}

/** Numbers sets of flags in the order in which they are met. */
class PrintKinds {
  readonly list: PrintKind[] = [];
  readonly #numbers = new Map<number, number>();

  readonly numberOf = (flags: number): number => {
    const known = this.#numbers.get(flags);
    if (known !== undefined) return known;
    const number = this.list.length;
    this.#numbers.set(flags, number);
    this.list.push(printKindOf(flags));
    return number;
  };
}
