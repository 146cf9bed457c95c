import type { CorporateAction } from "@interlock/core/corporate/corporate-action";
import type { Ticker } from "@interlock/core/ids";
import { fromIsoDate, type IsoDate } from "@interlock/core/market/civil-date";
import { DAY_MS } from "@interlock/core/time";
import { readCorporatePage } from "../mapping/corporate-action.ts";
import { judgeAnswer } from "./judge-reply.ts";
import { answered, unanswered, type VenueAnswer } from "./venue-answer.ts";
import type { VenueRequests } from "./venue-requests.ts";

const ACTIONS_PER_PAGE = 1_000;
const PAGES_MAX = 20;

/** Whose announcements, by the day on which the venue processes them, both ends included. */
export interface CorporateQuestion {
  readonly symbols: readonly Ticker[];
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Announcements, and a sentence for each that names no symbol or no day. */
export interface CorporateAnnouncements {
  readonly actions: readonly CorporateAction[];
  readonly refused: readonly string[];
}

/**
 * Asks for the announced corporate actions of some symbols, all pages. The venue promises no time by which an action
 * is announced: one that is absent may still come.
 */
export async function fetchCorporateActions(
  requests: VenueRequests,
  { symbols, from, to }: CorporateQuestion,
): Promise<VenueAnswer<CorporateAnnouncements>> {
  const actions: CorporateAction[] = [];
  const refused: string[] = [];
  if (symbols.length === 0) return answered({ actions, refused });
  let token: string | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const pageToken: { pageToken?: string } = token === null ? {} : { pageToken: token };
    const reply = await requests.run(
      "query",
      () =>
        requests.sdk.marketData.corporateActions.corporateActionsRaw({
          symbols: symbols.join(","),
          start: new Date(fromIsoDate(from) * DAY_MS),
          end: new Date(fromIsoDate(to) * DAY_MS),
          limit: ACTIONS_PER_PAGE,
          ...pageToken,
        }),
      "data",
    );
    const answer = judgeAnswer(reply, requests, readCorporatePage);
    if (!answer.ok) return answer;
    actions.push(...answer.value.actions);
    refused.push(...answer.value.refused);
    token = answer.value.next;
    if (token === null || token === "") return answered({ actions, refused });
  }
  const message = "The venue lists corporate actions without end: ask for a shorter time.";
  return unanswered({ kind: "malformed", message, retryAt: null, raw: "" });
}
