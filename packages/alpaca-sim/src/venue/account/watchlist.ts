import type { Stamp } from "../stamp.ts";

/** A named list of symbols that the holder keeps. Names are unique. */
export interface Watchlist {
  readonly id: string;
  readonly name: string;
  readonly symbols: readonly string[];
  readonly createdAt: Stamp;
  readonly updatedAt: Stamp;
}
