import { marketDay, newYorkDate } from "@interlock/core/market/calendar";
import { idsOf } from "@interlock/core/ids";
import { z } from "zod";
import type { Fill } from "@interlock/core/fill/fill";
import type { Ticker } from "@interlock/core/ids";
import { formatMoney } from "@interlock/core/number/money";
import {
  dayPnl,
  dayPnlByStrategy,
  dayPnlBySymbol,
  type PnlBook,
} from "@interlock/core/portfolio/valuation";
import type { Marks } from "@interlock/core/portfolio/portfolio";
import { type Pnl, ZERO_PNL } from "@interlock/core/position/pnl";
import type { Position } from "@interlock/core/position/position";
import { applyEntry } from "../apply.ts";
import { readJournal } from "../journal/read-journal.ts";
import type { EngineRecord } from "../record.ts";
import { type EngineState, initialState } from "../state.ts";
import { groupThousands } from "@interlock/core/number/fixed";
import { ControlSocketClient } from "../operator/control-socket-client.ts";
import { stateHash } from "../run/state-hash.ts";
import { type Comparison, compareWithVenue, type VenueTruth, venueTruth } from "./compare-books.ts";
import { compareWithDatabase } from "./compare-database.ts";
import { reapply, redecide } from "./redecide.ts";

/** Where the parts of a finished day are. */
export interface DaySummaryRequest {
  readonly dataDir: string;
  readonly venueUrl: string;
  readonly databaseUrl: string;
  /** Path of run/engine.sock. */
  readonly engineSocket: string;
  /** How fast the day went by, when somebody watched it. */
  readonly pace?: DayPace;
  /** Aborted when everything is stopped: then nothing is waited for. */
  readonly signal?: AbortSignal;
}

/** Market events that the venue sent, and the seconds until the engine had dealt with all of them. */
export interface DayPace {
  readonly events: number;
  readonly seconds: number;
}

/** A day in figures, and whether everything that must agree does. */
export interface DaySummary {
  readonly text: string;
  readonly json: unknown;
  readonly agrees: boolean;
}

const engineStatus = z.looseObject({
  stateHash: z.string(),
  journalSeq: z.number(),
  marketEvents: z.number(),
  settled: z.boolean(),
  reconciledAt: z.number().nullable(),
});

/** What the journal tells of a day: the state at its end, every fill, denials by their reason. */
interface JournalDay {
  readonly state: EngineState;
  readonly fills: readonly Fill[];
  readonly approved: number;
  readonly denials: Readonly<Record<string, number>>;
}

/**
 * Sums up a finished day and proves it: our ledger against the venue's truth and against Postgres's rows, the journal
 * applied again, the tape decided again.
 */
export async function runDaySummary(request: DaySummaryRequest): Promise<DaySummary> {
  const status = await askWhenCompared(request);
  const day = readDay(request.dataDir, status.journalSeq);
  const truth = await askVenue(request.venueUrl);
  const applied = reapply(request.dataDir, status.journalSeq);
  const decided = redecide(request.dataDir);
  const comparisons: Comparison[] = [
    ...compareWithVenue(day.state, day.fills, truth),
    ...(await compareWithDatabase({
      databaseUrl: request.databaseUrl,
      state: day.state,
      fills: day.fills.length,
      journalSeq: status.journalSeq,
      signal: request.signal,
    })),
    {
      what: "state: running engine and journal applied again",
      ours: status.stateHash,
      theirs: applied.stateHash,
      agrees: status.stateHash === applied.stateHash,
    },
    {
      what: "records: journal and tape decided again",
      ours: decided.journalHash,
      theirs: decided.decidedHash,
      agrees: decided.difference === null,
    },
  ];
  const agrees = comparisons.every((one) => one.agrees);
  const results = pnlOf(day.state);
  const json = {
    orders: day.approved,
    fills: day.fills.length,
    denials: day.denials,
    pnl: results,
    inputs: decided.inputs,
    marketEvents: status.marketEvents,
    pace: request.pace ?? null,
    redecidedInputsPerSecond: decided.inputsPerSecond,
    stateHash: stateHash(day.state),
    recordsHash: decided.decidedHash,
    difference: decided.difference,
    comparisons,
    agrees,
  };
  return {
    json,
    agrees,
    text: [
      ...paceLine(request.pace),
      summaryText(day, { comparisons, results, difference: decided.difference, agrees }),
    ].join("\n"),
  };
}

const STATUS_TIMEOUT_MS = 10_000;
const COMPARED_WITHIN_MS = 60_000;
const LOOK_MS = 200;

/** Waits until the engine has compared its books with the venue after the day's end, when fees are charged. */
async function askWhenCompared(request: DaySummaryRequest) {
  const { venueUrl, engineSocket } = request;
  const until = performance.now() + COMPARED_WITHIN_MS;
  for (;;) {
    const status = await askEngine(engineSocket);
    const { venue_time: venueTime } = await askVenue(venueUrl);
    const end = marketDay(newYorkDate((status.reconciledAt ?? 0) - 1))?.postCloseAt ?? 0;
    const over = Math.min(end, Date.parse(venueTime));
    const compared = status.reconciledAt !== null && status.reconciledAt >= over;
    if ((compared && status.settled) || performance.now() > until) return status;
    request.signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function askVenue(venueUrl: string): Promise<VenueTruth> {
  const response = await fetch(`${venueUrl}/sim/state`);
  return venueTruth.parse(await response.json());
}

async function askEngine(path: string) {
  const client = await ControlSocketClient.open(path);
  if (!client.ok) throw new Error(`No summary: ${client.error}.`);
  try {
    const status = await client.value.status(STATUS_TIMEOUT_MS);
    if (!status.ok) throw new Error(`No summary: ${status.error}.`);
    return engineStatus.parse(status.value);
  } finally {
    client.value.close();
  }
}

function readDay(dataDir: string, untilSeq: number): JournalDay {
  const state = initialState();
  const fills: Fill[] = [];
  const denials: Record<string, number> = {};
  let approved = 0;
  for (const entry of readJournal<EngineRecord>(dataDir, 1)) {
    if (entry.seq > untilSeq) break;
    applyEntry(state, entry);
    for (const record of entry.records) {
      if (record.kind === "fill_booked") fills.push(record.fill);
      if (record.kind === "order_approved") approved += 1;
      if (record.kind !== "order_denied") continue;
      for (const { code } of record.denials) denials[code] = (denials[code] ?? 0) + 1;
    }
  }
  return { state, fills, approved, denials };
}

interface Results {
  readonly account: PnlText;
  readonly bySymbol: Readonly<Record<string, PnlText>>;
  readonly byStrategy: Readonly<Record<string, Readonly<Record<string, PnlText>>>>;
}

type PnlText = Readonly<Record<keyof Pnl, string>>;

function pnlOf(state: EngineState): Results {
  const { portfolio, day } = state;
  const marks: Record<Ticker, Marks[Ticker]> = {};
  for (const position of Object.values<Position>(portfolio.positions)) {
    const last = state.bars[position.symbol]?.at(-1)?.close ?? position.lastFillPrice;
    if (last !== null && last !== undefined) marks[position.symbol] = last;
  }
  if (day === null) return { account: pnlText(ZERO_PNL), bySymbol: {}, byStrategy: {} };
  const byStrategy = dayPnlByStrategy(portfolio, day, marks);
  return {
    account: pnlText(dayPnl(portfolio, day, marks)),
    bySymbol: bookText(dayPnlBySymbol(portfolio, day, marks)),
    byStrategy: Object.fromEntries(
      idsOf(byStrategy).map((id) => [id, bookText(byStrategy[id] ?? {})]),
    ),
  };
}

function bookText(book: PnlBook): Record<string, PnlText> {
  return Object.fromEntries(
    idsOf(book).map((symbol) => [symbol, pnlText(book[symbol] ?? ZERO_PNL)]),
  );
}

function pnlText({ realized, unrealized, fees, net }: Pnl): PnlText {
  return {
    realized: formatMoney(realized),
    unrealized: formatMoney(unrealized),
    fees: formatMoney(fees),
    net: formatMoney(net),
  };
}

interface SummaryParts {
  readonly comparisons: readonly Comparison[];
  readonly results: Results;
  readonly difference: string | null;
  readonly agrees: boolean;
}

function summaryText(
  day: JournalDay,
  { comparisons, results, difference, agrees }: SummaryParts,
): string {
  const denials = Object.entries(day.denials).map(([code, count]) => `${code} ${count}`);
  const strategies = Object.entries(results.byStrategy).flatMap(([id, book]) =>
    Object.entries(book).map(
      ([symbol, pnl]) => `  ${id.padEnd(16)} ${symbol.padEnd(6)} ${pnlLine(pnl)}`,
    ),
  );
  return [
    `Day ${day.state.day?.date ?? "?"}: ${day.approved} orders, ${day.fills.length} fills, denied: ${denials.join(", ") || "none"}`,
    `P&L ${pnlLine(results.account)}`,
    ...Object.entries(results.bySymbol).map(
      ([symbol, pnl]) => `  ${symbol.padEnd(6)} ${pnlLine(pnl)}`,
    ),
    "By strategy and symbol, each in a book of its own; only their sum is the account's:",
    ...strategies,
    "Agreement:",
    ...comparisons.map(
      ({ what, ours, theirs, agrees: same }) =>
        `  ${same ? "same  " : "DIFFER"} ${what}: ${ours}${same ? "" : ` | ${theirs}`}`,
    ),
    ...(difference === null ? [] : [`First difference: ${difference}`]),
    agrees ? "Everything agrees." : "Something differs: see the lines marked DIFFER.",
  ].join("\n");
}

function pnlLine({ net, realized, unrealized, fees }: PnlText): string {
  const rest = `realized ${dollars(realized)}, unrealized ${dollars(unrealized)}, fees ${dollars(fees)}`;
  return `net ${dollars(net)} (${rest})`;
}

function dollars(decimal: string): string {
  const grouped = groupThousands(decimal);
  return grouped.startsWith("-") ? `-$${grouped.slice(1)}` : `$${grouped}`;
}

function paceLine(pace: DayPace | undefined): readonly string[] {
  if (pace === undefined) return [];
  const figure = (value: number) => groupThousands(value.toFixed(0));
  const rate = figure(pace.events / pace.seconds);
  return [`${figure(pace.events)} events in ${pace.seconds.toFixed(1)} s: ${rate} a second.`];
}
