import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@interlock/db/create-pool";
import { waitUntil } from "@interlock/db/embedded/wait-until";
import { openProjection } from "@interlock/db/projection/open-projection";
import { createTestDatabase } from "@interlock/db/test-database";
import { formatQuantity, signOfQuantity } from "@interlock/core/number/quantity";
import { formatMoney } from "@interlock/core/number/money";
import { EdgeBook } from "../../src/edge/follow/edge-book.ts";
import { Projector } from "../../src/edge/project/projector.ts";
import { createMarketBoard } from "../../src/edge/market-board.ts";
import { positionSection } from "../../src/edge/view/position-section.ts";
import { ViewClock } from "../../src/edge/view/view-clock.ts";
import { readJournal } from "../../src/journal/read-journal.ts";
import { latestSnapshot } from "../../src/journal/snapshot.ts";
import type { EngineRecord, JournalEntry } from "../../src/record.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { seededNumbers } from "../processes/seeded-numbers.ts";
import { SlicingVenue } from "./slicing-venue.ts";
import { STORM_START, STORM_SYMBOLS, StormEngine, type StormWorld } from "./storm-engine.ts";

/** How long a storm is, and how often the engine crashes in it. */
export interface StormPlan {
  readonly fills: number;
  readonly crashes: number;
  readonly seed: string;
}

/** What every place knows of the fills at the end: all must say the same. */
export interface Tally {
  readonly fills: number;
  readonly cash: string;
  /** Shares by symbol, those that are not flat. */
  readonly positions: Readonly<Record<string, string>>;
}

/** The end of a storm. */
export interface StormEnd {
  readonly venue: Tally;
  readonly ledger: Tally;
  readonly database: Omit<Tally, "cash">;
  /** Distinct execution ids in the database. */
  readonly executions: number;
  readonly console: Readonly<Record<string, string>>;
  readonly breaks: readonly string[];
  readonly weather: { readonly duplicates: number; readonly late: number; readonly lost: number };
}

/** Turns between two waits for the disk: some of what was decided is always on its way. */
const TURNS_A_BREATH = 40;
const CATCH_UP_MS = 30 * 60_000;

/** Runs a storm from the first fill to the last row, crashing the engine on the way, and counts at every place. */
export async function runStorm(plan: StormPlan): Promise<StormEnd> {
  const dataDir = mkdtempSync(join(tmpdir(), "il-storm-"));
  const database = await createTestDatabase();
  const pool = createPool({
    connectionString: database.connectionString,
    applicationName: "interlock storm",
    statementTimeoutMs: 60_000,
  });
  try {
    const random = seededNumbers(plan.seed);
    const world = { dataDir, venue: new SlicingVenue(quickNumbers(random)), now: STORM_START };
    const storm = new Storm(world, pool);
    await storm.run(plan, random);
    return await storm.end();
  } finally {
    await pool.end();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A quick generator (mulberry32) with a seed from the slow one: a storm draws millions of numbers. */
function quickNumbers(seed: () => number): () => number {
  let state = Math.floor(seed() * 2 ** 32);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Pool = ReturnType<typeof createPool>;

class Storm {
  readonly #world: StormWorld;
  readonly #pool: Pool;
  #engine: StormEngine | null = null;
  #projecting: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  constructor(world: StormWorld, pool: Pool) {
    this.#world = world;
    this.#pool = pool;
  }

  async run({ fills, crashes }: StormPlan, random: () => number): Promise<void> {
    const { venue } = this.#world;
    const moments = Array.from({ length: crashes }, () => random() * fills).sort((a, b) => a - b);
    let engine = await this.#start();
    for (let turn = 0; venue.fills < fills; turn += 1) {
      engine.step(turn);
      if (turn % TURNS_A_BREATH === 0) await engine.settled();
      if (venue.fills < (moments[0] ?? Number.POSITIVE_INFINITY)) continue;
      moments.shift();
      await engine.crash();
      await this.#stopProjecting();
      engine = await this.#start();
    }
    while (!venue.isQuiet) engine.drain();
    for (let looks = 0; looks < 3; looks += 1) {
      engine.compare();
      await engine.settled();
    }
  }

  async end(): Promise<StormEnd> {
    const engine = this.#engine;
    if (engine === null) throw new Error("no engine was started");
    const { venue, dataDir } = this.#world;
    const { state } = engine;
    await this.#projectedTo(state.journalSeq);
    const ends = {
      venue: {
        fills: venue.fills,
        cash: formatMoney(venue.cash),
        positions: Object.fromEntries(
          [...venue.held]
            .filter(([, held]) => signOfQuantity(held) !== 0)
            .map(([symbol, held]) => [symbol, formatQuantity(held)]),
        ),
      },
      ledger: {
        fills: state.fillsBooked,
        cash: formatMoney(state.portfolio.cash),
        positions: positionsOf(Object.values(state.portfolio.positions)),
      },
      ...(await this.#inDatabase()),
      breaks: Object.keys(state.breaks),
      weather: { duplicates: venue.duplicates, late: venue.late, lost: venue.lost },
    };
    await this.#stopProjecting();
    await engine.close();
    return { ...ends, console: consolePositions(dataDir) };
  }

  async #start(): Promise<StormEngine> {
    const engine = await StormEngine.start(this.#world);
    const stop = new AbortController();
    const { dataDir } = this.#world;
    const projector = new Projector({
      pool: this.#pool,
      dataDir,
      cell: engine.cell,
      signal: stop.signal,
    });
    this.#projecting = { stop, done: projector.run() };
    this.#engine = engine;
    return engine;
  }

  async #stopProjecting(): Promise<void> {
    this.#projecting?.stop.abort();
    await this.#projecting?.done;
    this.#projecting = null;
  }

  async #projectedTo(seq: number): Promise<void> {
    const projection = openProjection(this.#pool);
    const isThere = async () => (await projection.checkpoint()).seq >= seq || null;
    const caught = await waitUntil(isThere, { withinMs: CATCH_UP_MS, everyMs: 50 });
    if (caught === null) throw new Error(`the database did not reach entry ${seq}`);
  }

  async #inDatabase(): Promise<Pick<StormEnd, "database" | "executions">> {
    const fills = await this.#pool.query<{ all: string; ids: string }>(
      `select count(*) as "all", count(distinct execution_id) as ids from ledger.fills`,
    );
    const held = await this.#pool.query<{ symbol: string; quantity: string }>(
      "select symbol, trim_scale(quantity)::text as quantity from ledger.positions where quantity <> 0",
    );
    return {
      database: {
        fills: Number(fills.rows[0]?.all),
        positions: Object.fromEntries(held.rows.map(({ symbol, quantity }) => [symbol, quantity])),
      },
      executions: Number(fills.rows[0]?.ids),
    };
  }
}

interface Held {
  readonly symbol: string;
  readonly quantity: Parameters<typeof formatQuantity>[0];
}

function positionsOf(positions: readonly Held[]): Record<string, string> {
  return Object.fromEntries(
    positions
      .filter(({ quantity }) => signOfQuantity(quantity) !== 0)
      .map(({ symbol, quantity }) => [symbol, formatQuantity(quantity)]),
  );
}

/** What a console would show: the edge's own book, from the newest snapshot and the journal after it. */
function consolePositions(dataDir: string): Record<string, string> {
  const { snapshot } = latestSnapshot(dataDir);
  const book = snapshot === null ? new EdgeBook() : new EdgeBook(stateOfSnapshot(snapshot.state));
  const after = (snapshot?.seq ?? 0) + 1;
  for (const entry of readJournal<EngineRecord>(dataDir, after) as Iterable<JournalEntry>)
    book.take(entry);
  const board = createMarketBoard(STORM_SYMBOLS);
  const clock = new ViewClock(board, book.state.time);
  return Object.fromEntries(
    positionSection({ book, board, clock, reports: [] })
      .filter(({ side }) => side !== "flat")
      .map(({ symbol, quantity }) => [symbol, quantity]),
  );
}
