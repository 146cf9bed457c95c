import { expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { Rig } from "../rig.ts";

const HELD = [{ symbol: ticker("SPY"), quantity: quantity("49"), averagePrice: "100.02" }];

const sent = (rig: Rig) =>
  rig.asked("submit_order").map(({ order }) => `${order.intent.purpose} ${order.intent.side}`);

function lease(rig: Rig, up: boolean): void {
  rig.give({ kind: "connection", channel: "account_lease", up, reason: up ? "" : "silent" });
}

function fall(rig: Rig): void {
  for (let times = 0; times < 3; times += 1) {
    rig.time += 1_000;
    rig.quote("SPY", "97.00", "97.02");
  }
}

/** An engine that has adopted a position. */
function holding(): Rig {
  const rig = new Rig().start();
  rig.snapshot({ positions: HELD });
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

test("an engine that knows of another one sends no stop-loss, and says so once", () => {
  const rig = holding();
  rig.give({ kind: "account_taken", by: "host-2" });
  rig.give({ kind: "account_taken", by: "host-2" });
  fall(rig);
  expect(sent(rig)).toEqual([]);
  expect(rig.asked("cancel_order")).toEqual([]);
  expect(rig.state.trading.state).toBe("halted");
  expect(rig.state.connections.account_lease).toBe(false);
  expect(rig.told("alert_raised").map(({ sentence }) => sentence)).toEqual([
    "Nothing is sent but a person's kill: another engine writes this account: host-2.",
  ]);
});

test("a person's kill closes all the same", () => {
  const rig = holding();
  rig.give({ kind: "account_taken", by: "host-2" });
  rig.command({ kind: "kill", mode: "flatten", reason: "both are wrong", includeStops: true });
  const killId = rig.state.kill?.killId ?? "";
  rig.give({ kind: "venue_swept", killId, openOrders: [], positions: HELD });
  expect(sent(rig)).toEqual(["flatten sell"]);
});

test("while merely nobody says who writes, a stop-loss still closes", () => {
  const rig = holding();
  lease(rig, false);
  fall(rig);
  expect(sent(rig)).toEqual(["stop_loss sell"]);
});

test("C14 with the account its own again, an engine trades when the books were compared since, not before", () => {
  const rig = holding();
  rig.give({ kind: "account_taken", by: "host-2" });
  rig.time += 60_000;
  rig.command({ kind: "resume", reason: "host-2 is stopped" });
  expect(rig.asked("answer_command").at(-1)).toMatchObject({ accepted: false });
  lease(rig, true);
  expect(rig.state.trading.state).toBe("halted");
  rig.snapshot();
  expect(rig.state.trading.state).toBe("active");
  expect(
    formatQuantity(rig.state.portfolio.positions[ticker("SPY")]?.quantity ?? quantity("0")),
  ).toBe("49");
});
