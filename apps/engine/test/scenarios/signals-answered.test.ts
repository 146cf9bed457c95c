import { expect, test } from "vitest";
import { bought } from "../edge/bought.ts";
import { Screen } from "../edge/screen.ts";
import { Rig } from "../rig.ts";

/** What was said to each signal, in order: by risk, or why nothing was asked of it. */
function answers(rig: Rig): readonly (readonly [string, string])[] {
  return rig.records.flatMap((record): (readonly [string, string])[] => {
    if (record.kind === "signal_suppressed") return [[record.signalId, record.cause]];
    if (record.kind !== "order_approved" && record.kind !== "order_denied") return [];
    const { signalId } = record.intent;
    return signalId === null ? [] : [[signalId, record.kind]];
  });
}

test("every signal is answered once: approved, denied, or suppressed with its cause", () => {
  const screen = new Screen(new Rig().ready());
  const { rig } = bought(screen);
  rig.time += 1_000;
  screen.quote("SPY", "100.00", "100.02");
  rig.wish("SPY", 1);
  rig.wish("SPY", 0);
  rig.wish("SPY", 1);
  screen.quote("IBM", "50.00", null);
  rig.wish("IBM", 1);
  rig.command({ kind: "kill", mode: "halt", reason: "a drill", includeStops: false });
  screen.quote("IBM", "50.00", "50.02");
  rig.wish("IBM", 1);
  const said = answers(rig);
  expect(said.map(([id]) => id)).toEqual(
    rig.told("signal_generated").map(({ signalId }) => signalId),
  );
  expect(said.map(([, answer]) => answer)).toEqual([
    "order_approved",
    "at_target",
    "order_approved",
    "opposite_orders",
    "no_price",
    "order_denied",
  ]);
});
