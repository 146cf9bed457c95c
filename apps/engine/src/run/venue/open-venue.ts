import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import { VenueClient } from "@interlock/alpaca/venue-client";
import type { VenueAccount } from "@interlock/core/order/execution-report";
import { fall } from "../fall.ts";
import { askAccount, checkAccount } from "./identify-account.ts";
import { log } from "../log.ts";
import type { VenueTime } from "./venue-time.ts";

/** What is known before the venue is asked. */
export interface VenueExpectation {
  readonly environment: AlpacaEnvironment;
  readonly time: VenueTime;
  readonly pinnedId: string | null;
  readonly journaledId: string;
  /** Called each time that the venue did not answer and is waited for. */
  readonly onWait?: () => void;
}

const ASK_AGAIN_MS = 1_000;

/** Connects to the venue, checks that it is the account that we may trade, and learns its time. */
export async function openVenue(
  expected: VenueExpectation,
): Promise<{ readonly venue: VenueClient; readonly account: VenueAccount }> {
  const { environment, time } = expected;
  const venue = new VenueClient({ environment, venueNow: () => time.now() });
  const wait = (reason: string): Promise<void> => {
    expected.onWait?.();
    return waitAndSay(reason);
  };
  const answer = await askAccount(venue, wait);
  const account = checkAccount(answer, expected);
  if (!account.ok) return fall(`Not started: ${account.error}.`);
  await learnTime(venue, time, wait);
  return { venue, account: account.value };
}

async function waitAndSay(reason: string): Promise<void> {
  log.warn(`The venue does not answer: ${reason}`);
  await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
}

/** An engine that does not know the venue's time knows no session and no age of a quote: it waits for it. */
async function learnTime(
  venue: VenueClient,
  time: VenueTime,
  wait: (reason: string) => Promise<void>,
): Promise<void> {
  for (;;) {
    const askedAt = performance.now();
    const clock = await venue.clock();
    if (clock.ok) {
      time.learn(clock.value.venueAt, performance.now() - askedAt);
      return;
    }
    await wait(clock.failure.message);
  }
}
