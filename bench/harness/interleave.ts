import { median } from "./statistics.ts";

/** The figures of several contenders, one for each round, in the order of the rounds. */
export type RoundFigures<Name extends string> = Readonly<Record<Name, readonly number[]>>;

/** A ratio over rounds: its median and how far rounds lay apart. */
export interface RatioOverRounds {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What to compare, and how often. */
export interface Rounds<Name extends string> {
  readonly rounds: number;
  /** Rounds run first and thrown away, so that every contender is measured warm. */
  readonly warmUps: number;
  readonly contenders: Readonly<Record<Name, () => number | Promise<number>>>;
}

/**
 * Measures contenders in turns, each round beginning with another one, so that a machine that slows down or a
 * neighbor that wakes up meets all of them alike. Each contender returns its figure for the round.
 */
export async function interleavedRounds<Name extends string>({
  rounds,
  warmUps,
  contenders,
}: Rounds<Name>): Promise<RoundFigures<Name>> {
  const names = Object.keys(contenders) as Name[];
  const figures = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      if (name === undefined) continue;
      const figure = await contenders[name]();
      if (round >= warmUps) figures.get(name)?.push(figure);
    }
  }
  return Object.fromEntries(figures) as Record<Name, number[]>;
}

/** Divides two contenders round by round and returns the median of the ratios with their range. */
export function ratioOverRounds(
  ours: readonly number[],
  theirs: readonly number[],
): RatioOverRounds {
  if (ours.length !== theirs.length || ours.length === 0) {
    throw new RangeError(`${ours.length} rounds of ours against ${theirs.length} of theirs`);
  }
  const ratios = ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN));
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
