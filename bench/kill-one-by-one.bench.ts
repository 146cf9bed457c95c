import { CANCELS_PER_MINUTE, cancelMinutes } from "@interlock/core/kill/cancel-pace";
import { ticker } from "@interlock/core/ids";
import { MINUTE_MS } from "@interlock/core/time";
import { buildBundles } from "../apps/engine/test/processes/bundles.ts";
import { Stage } from "../apps/engine/test/processes/stage.ts";
import { crowd, partOfSymbol, slowAndFaulty } from "../apps/engine/test/kill/crowded-venue.ts";
import { remark, reportRow } from "./harness/bench-row.ts";

/**
 * Line 21: a kill of one symbol, whose orders must be canceled one by one so that the rest trades on, at a venue that
 * answers after 100 ms and fails one request in twenty. The venue takes 200 requests a minute from the account, of
 * which a kill's cancels use 150. Compared: how long it takes until the last is gone, and what the countdown said when
 * the first had been answered.
 */
const ORDERS = 300;
const SYMBOL = ticker("SPY");
/** By then the answers to the first cancels are there: what failed counts again. */
const SETTLE_MS = 5_000;

const bundles = buildBundles();
const day = ["--generate", "--date", "2026-06-16", "--from", "10:00", "--speed", "1"];
const stage = await Stage.open({
  bundles,
  symbols: [SYMBOL],
  venueArgs: [...day, "--cash", "1000000000", "--trading-limit", "1000000"],
});
try {
  await stage.startEngine();
  await crowd(stage, ORDERS);
  await slowAndFaulty(stage);
  const scope = { kind: "symbol", symbol: SYMBOL } as const;
  const answer = await stage.engine.command({
    kind: "kill",
    mode: "cancel",
    reason: "measured",
    includeStops: true,
    scope,
  });
  if (!answer.accepted) throw new Error(`void: ${answer.sentence}`);
  const startedAt = performance.now();
  const minutes = await stage.until("a countdown", async () => {
    const kill = await partOfSymbol(stage, SYMBOL);
    const asked = kill?.receipt.orders ?? [];
    if (asked.length === 0 || performance.now() - startedAt < SETTLE_MS) return null;
    return cancelMinutes(ORDERS - asked.filter(({ failed }) => failed !== true).length);
  });
  await stage.until("a proven kill", async () => {
    const kill = await partOfSymbol(stage, SYMBOL);
    return kill?.stage === "proven" && kill;
  });
  const tookMs = performance.now() - startedAt;
  if ((await stage.venue.truth()).open_orders > 0) throw new Error("void: orders are open");
  remark(
    `${ORDERS} orders of one symbol at ${CANCELS_PER_MINUTE} a minute: gone after ${(tookMs / 1_000).toFixed(1)} s; the countdown said ${minutes} min.`,
  );
  reportRow({
    name: "21 kill of a symbol, 300 orders one by one: time ÷ countdown",
    value: tookMs / (minutes * MINUTE_MS),
    unit: "ratio",
    goal: 1.2,
    better: "lower",
  });
} finally {
  await stage.close();
  bundles.remove();
}
process.exit();
