import { Random } from "@interlock/alpaca-sim/venue/random";
import { assert } from "@interlock/core/assert";
import type { UnixMs } from "@interlock/core/time";
import type { Decided } from "./backtest-ledger.ts";
import { spanOfTape } from "./cut-tape.ts";
import type { IntegrityCheck } from "./integrity-check.ts";
import { type BacktestRequest, type BacktestRun, runBacktest } from "./run-backtest.ts";

/** What a check is told besides the run: how many points it takes, drawn from the seed. */
export interface CheckTerms {
  readonly points: number;
}

/**
 * Look-ahead: cuts the tape at points drawn from the seed and plays again what lies before each. Everything decided
 * before the cut must be the same to the byte, for what comes after it cannot have been known.
 */
export async function checkLookAhead(
  request: BacktestRequest,
  whole: BacktestRun,
  { points }: CheckTerms,
): Promise<IntegrityCheck> {
  const cuts = drawCuts(request, whole, points);
  let compared = 0;
  for (const cut of cuts) {
    const part = await runBacktest({ ...request, until: cut });
    const difference = differenceBefore(cut, whole, part);
    compared += part.ledger.decisions.length;
    if (difference !== null) return { passed: false, points: cuts.length, compared, difference };
  }
  return {
    passed: cuts.length > 0 && compared > 0,
    points: cuts.length,
    compared,
    difference: null,
  };
}

/** Points that lie behind a decision each: a cut before the first one would compare nothing. */
function drawCuts(
  { sessions, seed }: BacktestRequest,
  { ledger }: BacktestRun,
  points: number,
): readonly UnixMs[] {
  const first = ledger.decisions[0]?.at;
  const span = sessions.map(spanOfTape).at(-1);
  if (first === undefined || span === null || span === undefined || span.last <= first) return [];
  const random = new Random(`look-ahead ${seed}`);
  const cuts = Array.from(
    { length: points },
    () => first + 1 + Math.floor(random.unit() * (span.last - first)),
  );
  return [...new Set(cuts)].sort((a, b) => a - b);
}

function differenceBefore(cut: UnixMs, whole: BacktestRun, part: BacktestRun): string | null {
  const entries = part.hashes.length;
  const before = whole.ledger.decisions.filter(({ at }) => at < cut);
  const { decisions } = part.ledger;
  const length = Math.max(before.length, decisions.length);
  for (let index = 0; index < length; index += 1) {
    const known = before[index];
    const blind = decisions[index];
    if (known?.record !== blind?.record)
      return `${describe(cut, known, blind)}${orderText(before, decisions)}`;
  }
  if (entries === 0 || whole.hashes[entries - 1] === part.hashes[entries - 1]) return null;
  const entry = part.hashes.findIndex((hash, index) => hash !== whole.hashes[index]) + 1;
  return `cut at ${whenText(cut)}: entry ${entry} of the journal differs, without a decision that does`;
}

function describe(cut: UnixMs, known: Decided | undefined, blind: Decided | undefined): string {
  const shown = known ?? blind;
  assert(shown !== undefined, "two runs that differ differ in a decision");
  const of = (one: Decided | undefined) =>
    one === undefined ? "nothing" : `${one.kind} ${one.what}`;
  return `cut at ${whenText(cut)}: at ${whenText(shown.at)} the whole tape leads to ${of(known)}, and the tape up to the cut to ${of(blind)}`;
}

/** A signal that differs may lead to no order; the first order that differs is what it would have cost. */
function orderText(before: readonly Decided[], decisions: readonly Decided[]): string {
  const known = before.filter(({ kind }) => kind === "order");
  const blind = decisions.filter(({ kind }) => kind === "order");
  const index = known.findIndex(({ record }, place) => record !== blind[place]?.record);
  const first = known[index] ?? blind[known.length];
  if (first === undefined) return "";
  return `; the first order that differs is ${first.what} at ${whenText(first.at)}`;
}

/** Names an instant as the report does. */
export function whenText(at: UnixMs): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
