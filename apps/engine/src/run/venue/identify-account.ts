import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import type { VenueClient } from "@interlock/alpaca/venue-client";
import type { VenueAccount } from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";

/** Paper accounts, and the simulated venue's, have numbers that begin like this. */
const PAPER_PREFIX = "PA";

/**
 * Checks that the account which answers is the one that this engine may trade: the class of the account, the mode of
 * the environment and the pinned id are three answers that must agree.
 */
export function checkAccount(
  account: VenueAccount,
  expected: {
    readonly environment: AlpacaEnvironment;
    readonly pinnedId: string | null;
    readonly journaledId: string;
  },
): Result<VenueAccount> {
  const { environment, pinnedId, journaledId } = expected;
  const isPaper = account.accountNumber.startsWith(PAPER_PREFIX);
  if (environment.mode === "live" && isPaper) {
    return fail(
      `the account ${account.accountNumber} is a paper account, but the environment is live: use live keys, or INTERLOCK_ENV=paper`,
    );
  }
  if (environment.mode !== "live" && !isPaper) {
    return fail(
      `the account ${account.accountNumber} is not a paper account, but the environment is ${environment.mode}: use paper keys`,
    );
  }
  if (environment.mode === "live" && pinnedId === null) {
    return fail(
      `the configuration names no live account: write ${account.accountId} as accountId into config/system.production.json if that is the one to be traded`,
    );
  }
  if (pinnedId !== null && pinnedId !== account.accountId) {
    return fail(
      `the keys belong to account ${account.accountId}, the configuration pins ${pinnedId}: correct accountId or the keys`,
    );
  }
  if (journaledId !== "" && journaledId !== account.accountId) {
    return fail(
      `this data folder holds the journal of account ${journaledId}, the keys belong to ${account.accountId}: use another --data-dir or the right keys`,
    );
  }
  return ok(account);
}

/**
 * Asks until the venue answers: an engine without its venue waits, it does not give up. A supervisor that started it
 * again lets it wait for as long as it takes; in a first start it has two minutes, for somebody waits for it.
 */
export async function askAccount(
  venue: VenueClient,
  wait: (reason: string) => Promise<void>,
): Promise<VenueAccount> {
  for (;;) {
    const answer = await venue.account();
    if (answer.ok) return answer.value;
    await wait(answer.failure.message);
  }
}
