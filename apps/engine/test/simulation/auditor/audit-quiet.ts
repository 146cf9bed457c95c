import { moneyUnits } from "@interlock/core/number/money";
import { priceUnits } from "@interlock/core/number/price";
import { quantityUnits } from "@interlock/core/number/quantity";
import { BREAKERS } from "@interlock/core/risk/breakers/breaker";
import { stateHash } from "../../../src/run/state-hash.ts";
import type { EngineState } from "../../../src/state.ts";
import type { EngineProcess } from "../engine/engine-process.ts";
import type { Evidence } from "./evidence.ts";
import { Ledger } from "./ledger.ts";

/** Rounding of averages, in millionths of a dollar for each execution. */
const ROUNDING_UNITS = 2;

/** Once nothing goes wrong any more and nothing is wanted, our books are the venue's, to the last unit. */
export function auditQuiet(auditor: Evidence, process: EngineProcess): void {
  // A flatten of what the venue holds and the books do not is taken over by the watchdog, which is not here; and while
  // a kill is under way nobody adopts a difference.
  if (auditor.isBent && process.state.kill?.mode === "flatten" && auditor.book.killHeld) return;
  auditBooks(auditor, process.state);
  auditProfit(auditor, process.state);
  auditExecutions(auditor);
  auditOrders(auditor, process.state);
  auditStanding(auditor, process);
}

function auditBooks({ floor, truth, findings }: Evidence, { portfolio }: EngineState): void {
  const ledger = new Ledger();
  for (const { symbol, side, quantity, price } of truth.executions)
    ledger.book({ symbol, side, quantity: quantityUnits(quantity), price: priceUnits(price) });
  const { config, cash, charges, entries } = floor.venue;
  const charged = charges.reduce((sum, { amount }) => sum + moneyUnits(amount), 0);
  const expect = (what: string, [ours, true_]: readonly [number, number], off = 0): void => {
    if (Math.abs(ours - true_) > off)
      findings.add("I6", `${what} is ${ours} by our books and ${true_} in truth`);
  };
  const rounding = ROUNDING_UNITS * truth.executions.length;
  const ourCash = moneyUnits(portfolio.cash);
  const transferred = entries.reduce((sum, { amount }) => sum + moneyUnits(amount), 0);
  const cashOfFills = moneyUnits(config.cash) + ledger.cashFlow - charged + transferred;
  expect("cash", [ourCash, moneyUnits(cash)]);
  expect("cash of executions", [ourCash, cashOfFills], rounding);
  const held = new Map<string, number>();
  for (const [symbol, { quantity }] of Object.entries(portfolio.positions))
    held.set(symbol, quantityUnits(quantity));
  for (const symbol of new Set([...held.keys(), ...ledger.symbols]))
    expect(`position in ${symbol}`, [held.get(symbol) ?? 0, ledger.positionOf(symbol)]);
}

/** Realized profit is that of average cost, in the order of booking; booked in the venue's order it is the venue's. */
function auditProfit({ floor, truth, book, findings }: Evidence, { portfolio }: EngineState): void {
  // What was earned before the first sight of the account is in its opening balance, and not ours.
  // What a person took over from the venue is no result of any fill.
  if (book.inOpening.size > 0 || book.adoptions.length > 0) return;
  const ours = moneyUnits(portfolio.realizedPnl);
  const ledger = new Ledger();
  for (const { symbol, side, quantity, price } of book.fills.values())
    ledger.book({ symbol, side, quantity: quantityUnits(quantity), price: priceUnits(price) });
  const rounding = ROUNDING_UNITS * truth.executions.length;
  const expect = (whose: string, units: number): void => {
    if (Math.abs(ours - units) > rounding)
      findings.add("I6", `realized profit is ${ours} by our books and ${units} ${whose}`);
  };
  expect("by the same fills", ledger.realized);
  if (isInOrder(truth, book)) expect("by the venue's", moneyUnits(floor.venue.realized));
}

/** Tells whether the fills of every symbol were booked in the order in which they were executed. */
function isInOrder({ executions }: Evidence["truth"], { fills }: Evidence["book"]): boolean {
  const orderOf = (all: Iterable<{ readonly symbol: string; readonly id: string }>): string => {
    const ids = new Map<string, string>();
    for (const { symbol, id } of all) ids.set(symbol, `${ids.get(symbol) ?? ""} ${id}`);
    return JSON.stringify([...ids].sort());
  };
  const booked = [...fills.values()].map(({ symbol, executionId: id }) => ({ symbol, id }));
  return orderOf(booked) === orderOf(executions);
}

function auditExecutions({ truth, book, findings }: Evidence): void {
  // One that takes another back is no execution: it shows as a difference, which a person adopts.
  for (const { id, previousId } of truth.executions)
    if (previousId === null && !book.fills.has(id) && !book.inOpening.has(id))
      findings.add("I4", `execution ${id} was never booked`);
}

function auditOrders({ truth, findings }: Evidence, { orders, external }: EngineState): void {
  const open = new Set(truth.openIds());
  for (const [id, { status, terminalAt }] of Object.entries(orders))
    if (terminalAt === null && !open.has(id))
      findings.add("I3", `${id} is ${status} and gone at the venue`);
  for (const id of open)
    if (orders[id]?.terminalAt !== null)
      findings.add("I3", `${id} is open at the venue and not with us`);
  for (const id of Object.keys(external)) findings.add("I3", `${id} counts as another program's`);
}

const ENDED_BY_PEOPLE: readonly string[] = ["operator", "kill_switch", ...BREAKERS, "crash_loop"];

/** Whatever stood in the way of trading is over, but for what only a person ends. */
function auditStanding(evidence: Evidence, { state, views }: EngineProcess): void {
  const { book, findings } = evidence;
  if (!state.recovered) findings.add("I14", "recovery has not ended");
  for (const key of book.openBreaks.keys())
    findings.add("I6", `break ${key} is open although the books agree`);
  for (const { source, reason } of state.trading.holds)
    if (!ENDED_BY_PEOPLE.includes(source)) findings.add("I14", `${source} still holds: ${reason}`);
  if (views.lookups.size > 0)
    findings.add("I3", `${views.lookups.size} orders are still asked for`);
  auditClosings(evidence, state);
}

const MOMENT_MS = 10_000;

/** Kills are proven and stop-losses done, where the market is open. */
function auditClosings(
  { book, findings, floor, now }: Evidence,
  { kill, stops }: EngineState,
): void {
  if (floor.venue.session !== "regular") return;
  if (kill !== null && book.killHeld && kill.stage !== "proven")
    findings.add("I9", `${kill.killId} is ${kill.stage}: ${JSON.stringify(kill.residual)}`);
  // One that fired in the last moment of the market finds nobody to trade with any more.
  const fired = Object.entries(stops).filter(([, one]) => one.stop.at < now() - MOMENT_MS);
  for (const [symbol] of book.stopsRest ? [] : fired)
    findings.add("I17", `the stop-loss of ${symbol} has not ended`);
}

/** The journal makes the state that the engine decides on, byte for byte (I10). */
export function auditReplay(
  { findings }: Evidence,
  live: EngineState,
  replayed: EngineState,
): void {
  if (stateHash(live) === stateHash(replayed)) return;
  const shown = Object.keys(live).filter(
    (key) => JSON.stringify(Reflect.get(live, key)) !== JSON.stringify(Reflect.get(replayed, key)),
  );
  findings.add("I10", `the journal makes another state in ${shown.join(", ")}`);
}
