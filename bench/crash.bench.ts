import { verifyJournal } from "../apps/engine/src/journal/verify-journal.ts";
import { buildBundles } from "../apps/engine/test/processes/bundles.ts";
import { killAtMoment } from "../apps/engine/test/processes/kill-moments.ts";
import {
  LAST_HALF_HOUR,
  LAST_HALF_HOUR_EVENTS,
  SYMBOLS,
} from "../apps/engine/test/processes/markets.ts";
import { seededNumbers } from "../apps/engine/test/processes/seeded-numbers.ts";
import { Stage } from "../apps/engine/test/processes/stage.ts";
import { journaled } from "../apps/engine/test/processes/what-was-journaled.ts";
import { reportRow } from "./harness/bench-row.ts";
import { median } from "./harness/statistics.ts";

/**
 * Lines 19 and 33: an engine that is killed at random moments of a recorded half hour, and another process on the same
 * journal that is started at once. It may trade when the account's lease of the dead one has lapsed and its own books
 * were compared with the venue's. At the end ledger, venue, database and journal agree in every line, or the figures
 * are void; every client order id is counted.
 */
const KILLS = 10;
const SEED = "20131008";

const bundles = buildBundles();
const stage = await Stage.open({ bundles, venueArgs: LAST_HALF_HOUR, symbols: SYMBOLS });
const random = seededNumbers(SEED);
const events = Array.from({ length: KILLS }, () => Math.floor(random() * LAST_HALF_HOUR_EVENTS));
const takeovers: number[] = [];
await stage.startEngine();
for (const event of events.sort((a, b) => a - b)) {
  await killAtMoment(stage, { kind: "at_event", event });
  const killedAt = performance.now();
  const journal = await verifyJournal(stage.dataDir);
  if (journal.firstFault !== null) throw new Error(`void: ${journal.firstFault.sentence}`);
  const verifiedMs = performance.now() - killedAt;
  await stage.startEngine();
  takeovers.push((performance.now() - killedAt - verifiedMs) / 1_000);
}
await stage.untilDayIsOver();
const summary = await stage.summary();
if (!summary.agrees) throw new Error(`void: ${summary.text}`);
const ids = journaled(stage.dataDir, "order_approved").map((one) => one.intent.clientOrderId);
const doubled = ids.length - new Set(ids).size;
console.error(`${ids.length} orders, takeovers ${takeovers.map((s) => s.toFixed(2)).join(", ")} s`);
await stage.close();
bundles.remove();
reportRow({
  name: `19 orders, fills or cents lost or doubled by ${KILLS} times kill -9`,
  value: doubled,
  unit: "differences",
  goal: 0,
  better: "lower",
});
reportRow({
  name: "33 leader killed to next engine trading",
  value: median(takeovers),
  unit: "s",
  goal: 5,
  better: "lower",
});
process.exit();
