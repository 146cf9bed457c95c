import type { Ticker } from "@interlock/core/ids";
import type { IsoDate } from "@interlock/core/market/civil-date";
import type { VenueAccount, VenuePosition } from "@interlock/core/order/execution-report";
import { readAccount } from "../mapping/account.ts";
import { readAsset, type VenueAsset } from "../mapping/asset.ts";
import {
  readCalendar,
  readClock,
  type VenueCalendarDay,
  type VenueClock,
} from "../mapping/calendar.ts";
import { readPositions } from "../mapping/position.ts";
import { judgeAnswer } from "./judge-reply.ts";
import type { RequestPriority } from "./rate-budget.ts";
import type { VenueAnswer } from "./venue-answer.ts";
import type { VenueRequests } from "./venue-requests.ts";

/** Through which client and how urgently something is asked. */
export interface Asking {
  readonly requests: VenueRequests;
  readonly priority: RequestPriority;
}

/** Asks for the account's figures. */
export async function askAccount({
  requests,
  priority,
}: Asking): Promise<VenueAnswer<VenueAccount>> {
  const reply = await requests.run(priority, () => requests.sdk.trading.account.getAccountRaw());
  return judgeAnswer(reply, requests, readAccount);
}

/** Asks for all positions. */
export async function askPositions(asking: Asking): Promise<VenueAnswer<readonly VenuePosition[]>> {
  const { requests, priority } = asking;
  const { positions } = requests.sdk.trading;
  const reply = await requests.run(priority, () => positions.getAllOpenPositionsRaw());
  return judgeAnswer(reply, requests, readPositions);
}

/** Asks for the venue's clock. */
export async function askClock({ requests, priority }: Asking): Promise<VenueAnswer<VenueClock>> {
  const reply = await requests.run(priority, () => requests.sdk.trading.clock.legacyClockRaw());
  return judgeAnswer(reply, requests, readClock);
}

/** Asks for the trading days from `start` to `end`, both included. */
export async function askCalendar(
  { requests, priority }: Asking,
  start: IsoDate,
  end: IsoDate,
): Promise<VenueAnswer<readonly VenueCalendarDay[]>> {
  const { calendar } = requests.sdk.trading;
  const days = { start: new Date(start), end: new Date(end) };
  const reply = await requests.run(priority, () => calendar.legacyCalendarRaw(days));
  return judgeAnswer(reply, requests, readCalendar);
}

/** Asks what may be done with an instrument. */
export async function askAsset(
  { requests, priority }: Asking,
  symbol: Ticker,
): Promise<VenueAnswer<VenueAsset>> {
  const { assets } = requests.sdk.trading;
  const reply = await requests.run(priority, () =>
    assets.getV2AssetsSymbolOrAssetIdRaw({ symbolOrAssetId: symbol }),
  );
  return judgeAnswer(reply, requests, readAsset);
}
