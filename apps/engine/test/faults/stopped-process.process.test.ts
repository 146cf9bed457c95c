import { createPool } from "@interlock/db/create-pool";
import { acquireLease, type Lease } from "@interlock/db/lease";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { buildBundles } from "../processes/bundles.ts";
import { LAST_HOUR, SYMBOLS } from "../processes/markets.ts";
import { Stage } from "../processes/stage.ts";
import { journaled } from "../processes/what-was-journaled.ts";
import { expectWholeBooks } from "./whole-books.ts";

const bundles = buildBundles();
afterAll(() => bundles.remove());

/** A minute of market in a second. */
const SPEED = 60;
/** Longer than the test: the other engine does not let go by itself. */
const OTHERS_TTL_MS = 60_000;

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open({ bundles, venueArgs: LAST_HOUR, symbols: SYMBOLS });
  await stage.venue.steer({ speed: SPEED });
});
afterEach(() => stage.close());

/** Takes the account for another engine, as soon as it can be had. */
async function takeAccount(): Promise<{ readonly lease: Lease; end(): Promise<void> }> {
  const pool = createPool({ connectionString: stage.databaseUrl, applicationName: "another" });
  const accountId = journaled(stage.dataDir, "engine_started").at(-1)?.accountId ?? "";
  const request = { accountId, holder: "another engine", ttlMs: OTHERS_TTL_MS };
  const lease = await stage.until("a lease that has lapsed", async () => {
    const answer = await acquireLease(pool, request);
    return answer.kind === "acquired" ? answer.lease : null;
  });
  return { lease, end: () => pool.end() };
}

const idsAtVenue = async () =>
  (await stage.venue.truth()).orders.map((order) => order.client_order_id);

test("C14 an engine that was stopped for longer than its lease sends nothing beside the next holder, and compares before it trades again", {
  timeout: 120_000,
}, async () => {
  const engine = await stage.startEngine();
  await stage.until("an order", async () => (await idsAtVenue()).length > 0);
  engine.program.signal("SIGSTOP");
  const other = await takeAccount();
  const before = await idsAtVenue();
  engine.program.signal("SIGCONT");
  await stage.until("an engine that knows of the other one", async () => {
    return (await engine.status()).connections["account_lease"] === false;
  });
  const denied = async () =>
    Object.values((await engine.status()).today.deniedByCode).reduce((sum, n) => sum + n, 0);
  const deniedBefore = await denied();
  await stage.until("a wish that is denied", async () => (await denied()) > deniedBefore);
  expect(await idsAtVenue()).toEqual(before);

  const letGoAt = (await engine.status()).reconciledAt ?? 0;
  await other.lease.release();
  await stage.until("another order", async () => (await idsAtVenue()).length > before.length);
  expect((await engine.status()).reconciledAt ?? 0).toBeGreaterThan(letGoAt);
  await expectWholeBooks(stage);
  await other.end();
});
