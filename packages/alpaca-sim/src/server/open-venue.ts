import { priceFromUnits } from "@interlock/core/number/price";
import type { TapeSource } from "../tape/tape-source.ts";
import { liveAccountNumber, paperAccountNumber, uuidOf } from "../venue/identifiers.ts";
import { createVenue, type VenueState } from "../venue/venue-state.ts";
import { tapeName } from "./open-tape.ts";
import type { VenueServerOptions } from "./venue-server-options.ts";

/** Returns the venue of a process before its first input: its account, and the closes of the day before. */
export function openVenue(options: VenueServerOptions, source: TapeSource): VenueState {
  const name = tapeName(options);
  const accountId = options.accountId ?? uuidOf(`account of ${name}`);
  const numberOf = options.accountClass === "live" ? liveAccountNumber : paperAccountNumber;
  return createVenue({
    seed: `${accountId}/${options.seed}`,
    accountId,
    accountNumber: numberOf(accountId),
    symbols: source.symbols,
    startAt: source.startAt,
    cash: options.cash,
    previousCloses: new Map(
      source.symbols.flatMap((symbol) => {
        const last = source.history.days(symbol).at(-1);
        return last === undefined ? [] : [[symbol, priceFromUnits(last.close)]];
      }),
    ),
    partialFills: options.partialFills,
    tellsPending: options.tellsPending,
    acknowledgedAs: options.acknowledgedAs,
  });
}
