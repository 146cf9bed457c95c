import { expect, test } from "vitest";
import { type KillReceipt, stageMs } from "./kill-receipt.ts";

/** A receipt of a kill that was requested and reached its gate at these times of the host. */
function receipt(requested: number | null, gate: number | null): KillReceipt {
  const stages = {
    requested: { at: 1, hostAt: requested },
    gate_closed: { at: 2, hostAt: gate },
  };
  return { stages, orders: [] };
}

test("a stage took the host's time since the request", () => {
  expect(stageMs(receipt(1_000, 1_004), "gate_closed")).toBe(4);
  expect(stageMs(receipt(0, 7), "gate_closed")).toBe(7);
});

test("a clock that was set back makes no time negative", () => {
  expect(stageMs(receipt(1_000, 990), "gate_closed")).toBe(0);
});

test("what nobody noted has no time: no request, no stage, or none of the host's clock", () => {
  expect(stageMs(receipt(null, 7), "gate_closed")).toBeNull();
  expect(stageMs(receipt(7, null), "gate_closed")).toBeNull();
  expect(stageMs(receipt(7, 8), "proven")).toBeNull();
  expect(stageMs({ stages: {}, orders: [] }, "proven")).toBeNull();
});
