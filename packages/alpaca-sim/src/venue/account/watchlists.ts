import { granted, type Outcome, refused } from "../outcome.ts";
import type { Watchlist } from "./watchlist.ts";
import { malformed, notFound, unprocessable } from "../venue-error.ts";
import { takeId, takeStamp, type VenueState } from "../venue-state.ts";

/** Which watchlist is meant. */
export type WatchlistKey =
  | { readonly by: "id"; readonly id: string }
  | { readonly by: "name"; readonly name: string };

/** What is to become of a watchlist; null leaves as it is. */
export type WatchlistChange =
  | { readonly do: "create"; readonly name: string; readonly symbols: readonly string[] }
  | {
      readonly do: "update";
      readonly key: WatchlistKey;
      readonly name: string | null;
      readonly symbols: readonly string[] | null;
    }
  | { readonly do: "append"; readonly key: WatchlistKey; readonly symbol: string }
  | { readonly do: "remove"; readonly key: WatchlistKey; readonly symbol: string }
  | { readonly do: "delete"; readonly key: WatchlistKey };

const LONGEST_NAME = 64;

/** Returns a watchlist by its id or name. */
export function findWatchlist(state: VenueState, key: WatchlistKey): Outcome<Watchlist> {
  const found = [...state.watchlists.values()].find((list) =>
    key.by === "id" ? list.id === key.id : list.name === key.name,
  );
  if (found !== undefined) return granted(found);
  return refused(notFound(`watchlist not found for ${key.by === "id" ? key.id : key.name}`));
}

/** Changes the watchlists; returns the one that was changed, or the one that is gone. */
export function changeWatchlist(state: VenueState, change: WatchlistChange): Outcome<Watchlist> {
  if (change.do === "create") return create(state, change.name, change.symbols);
  const found = findWatchlist(state, change.key);
  if (!found.ok) return found;
  const list = found.value;
  switch (change.do) {
    case "update":
      return keep(state, list, {
        name: change.name ?? list.name,
        symbols: change.symbols ?? list.symbols,
      });
    case "append":
      return keep(state, list, { name: list.name, symbols: [...list.symbols, change.symbol] });
    case "remove": {
      if (!list.symbols.includes(change.symbol)) {
        return refused(notFound(`symbol not found: ${change.symbol}`));
      }
      const symbols = list.symbols.filter((symbol) => symbol !== change.symbol);
      return keep(state, list, { name: list.name, symbols });
    }
    case "delete":
      state.watchlists.delete(list.id);
      return granted(list);
  }
}

type Wanted = Pick<Watchlist, "name" | "symbols">;

function faultIn(state: VenueState, wanted: Wanted, own: string | null): Outcome<Wanted> {
  if (wanted.name === "") return refused(malformed("watchlist name is required"));
  if (wanted.name.length > LONGEST_NAME) {
    return refused(malformed("watchlist name must be no more than 64 characters"));
  }
  for (const list of state.watchlists.values()) {
    if (list.name === wanted.name && list.id !== own) {
      return refused(malformed("watchlist name must be unique"));
    }
  }
  const unknown = wanted.symbols.find((symbol) => !state.assets.has(symbol));
  if (unknown !== undefined) return refused(unprocessable(`asset "${unknown}" not found`));
  return granted({ name: wanted.name, symbols: [...new Set(wanted.symbols)] });
}

function create(state: VenueState, name: string, symbols: readonly string[]): Outcome<Watchlist> {
  const sound = faultIn(state, { name, symbols }, null);
  if (!sound.ok) return sound;
  const stamp = takeStamp(state);
  const id = takeId(state, "watchlist");
  const list: Watchlist = { ...sound.value, id, createdAt: stamp, updatedAt: stamp };
  state.watchlists.set(id, list);
  return granted(list);
}

function keep(state: VenueState, list: Watchlist, wanted: Wanted): Outcome<Watchlist> {
  const sound = faultIn(state, wanted, list.id);
  if (!sound.ok) return sound;
  const changed: Watchlist = { ...list, ...sound.value, updatedAt: takeStamp(state) };
  state.watchlists.set(list.id, changed);
  return granted(changed);
}
