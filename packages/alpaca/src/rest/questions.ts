import type { Ticker } from "@interlock/core/ids";
import type { IsoDate } from "@interlock/core/market/civil-date";
import type {
  PositionList,
  VenueAccount,
  VenuePosition,
} from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";
import type { AssetFlags } from "@interlock/core/risk/assets/asset-guard";
import { readAccount } from "../mapping/account.ts";
import { readAsset, type VenueAsset } from "../mapping/asset.ts";
import {
  readCalendar,
  readClock,
  type VenueCalendarDay,
  type VenueClock,
} from "../mapping/calendar.ts";
import { readPositionList, readPositions } from "../mapping/position.ts";
import { judgeAnswer, readRefusal } from "./judge-reply.ts";
import type { RequestPriority } from "./rate-budget.ts";
import type { RestReply } from "./rest-reply.ts";
import { answered, type VenueAnswer } from "./venue-answer.ts";
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

/** The same, for one who closes what can be closed: a position that cannot be read hides none of the others. */
export async function askPositionList(asking: Asking): Promise<VenueAnswer<PositionList>> {
  const { requests, priority } = asking;
  const { positions } = requests.sdk.trading;
  const reply = await requests.run(priority, () => positions.getAllOpenPositionsRaw());
  return judgeAnswer(reply, requests, readPositionList);
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

/**
 * Up to so many symbols are asked for one by one, a twentieth of what the venue answers in a minute; for more the whole
 * list of some 11,000 is asked for at once.
 */
const ONE_BY_ONE_MAX = 10;

/**
 * Asks what may be done with each of these instruments. One that the venue does not know may not be traded; one whose
 * answer cannot be read makes the whole answer none, so that nothing is taken for known that is not.
 */
export async function askAssets(
  asking: Asking,
  symbols: readonly Ticker[],
): Promise<VenueAnswer<readonly AssetFlags[]>> {
  if (symbols.length > ONE_BY_ONE_MAX) return askList(asking, symbols);
  const { requests, priority } = asking;
  const found: AssetFlags[] = [];
  for (const symbol of symbols) {
    const reply = await requests.run(priority, () =>
      requests.sdk.trading.assets.getV2AssetsSymbolOrAssetIdRaw({ symbolOrAssetId: symbol }),
    );
    const answer = isUnknown(reply)
      ? answered(absent(symbol))
      : judgeAnswer(reply, requests, readAsset);
    if (!answer.ok) return answer;
    found.push(flagsOf(answer.value, symbol));
  }
  return answered(found);
}

async function askList(
  { requests, priority }: Asking,
  symbols: readonly Ticker[],
): Promise<VenueAnswer<readonly AssetFlags[]>> {
  const reply = await requests.run(priority, () =>
    requests.sdk.trading.assets.getV2AssetsRaw({ assetClass: "us_equity" }),
  );
  return judgeAnswer(reply, requests, (json) => readList(json, symbols));
}

/** Reads those of the list that were asked for; of two with one symbol the one that is traded counts. */
function readList(json: unknown, symbols: readonly Ticker[]): Result<readonly AssetFlags[]> {
  if (!Array.isArray(json)) return fail("the assets are no list");
  const wanted = new Map<string, AssetFlags>(symbols.map((symbol) => [symbol, absent(symbol)]));
  for (const item of json) {
    const symbol: unknown = item?.symbol;
    if (typeof symbol !== "string" || !wanted.has(symbol)) continue;
    const asset = readAsset(item);
    if (!asset.ok) return asset;
    if (asset.value.tradable || wanted.get(symbol)?.tradable !== true)
      wanted.set(symbol, flagsOf(asset.value, asset.value.symbol));
  }
  return ok([...wanted.values()]);
}

function isUnknown(reply: RestReply): boolean {
  return reply.kind === "answered" && reply.status === 404 && readRefusal(reply.raw).code !== null;
}

function absent(symbol: Ticker): AssetFlags {
  return { symbol, tradable: false, shortable: false, easyToBorrow: false, fractionable: false };
}

/** Under the symbol that we asked for, which is the one that orders name. */
function flagsOf(asset: VenueAsset | AssetFlags, symbol: Ticker): AssetFlags {
  const { tradable, shortable, easyToBorrow, fractionable } = asset;
  return { symbol, tradable, shortable, easyToBorrow, fractionable };
}
