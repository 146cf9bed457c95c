import { expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { quantity } from "@interlock/core/number/quantity";
import { ADA, ApprovalRig, BO, CY } from "../approval-rig.ts";
import { Rig, settings } from "../rig.ts";

const HELD = [{ symbol: ticker("SPY"), quantity: quantity("49"), averagePrice: "100.02" }];

/** An engine on a live account that holds a position. */
function live(): Rig {
  const rig = new Rig().start({ settings: settings({ environment: "live" }) });
  rig.snapshot({ positions: HELD });
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

test("live trading without an approval takes no new risk, and says why", () => {
  const rig = live();
  expect(rig.state.trading).toMatchObject({ state: "reducing", holds: [{ source: "approval" }] });
  expect(rig.state.trading.holds[0]?.reason).toContain("needs a go-live approval");
  rig.quote("IBM", "50.00", "50.02");
  expect(rig.wish("IBM", 1)).toEqual([]);
});

test("nobody can resume it into trading: others must agree, and then it only reduces", () => {
  const rig = new ApprovalRig();
  rig.ready({ settings: settings({ environment: "live" }) });
  const resume = { kind: "resume", reason: "looked into it" } as const;
  rig.sure(CY, { kind: "kill", mode: "halt", reason: "odd", includeStops: false });
  expect(rig.sure(CY, resume)).toMatchObject({ accepted: false, needs: "approval" });
  expect(rig.state.trading.state).toBe("halted");
  const { id } = rig.request(ADA, resume);
  rig.decide(BO, id);
  expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
  expect(rig.state.trading.state).toBe("reducing");
});

test("what reduces risk passes: an operator's close, and a stop-loss", () => {
  const closed = live();
  closed.command({ kind: "close_position", symbol: ticker("SPY"), percent: 100 });
  expect(closed.told("order_approved")).toHaveLength(1);
  const stopped = live();
  for (const at of ["97.00", "97.00", "97.00"]) {
    stopped.time += 1_000;
    stopped.quote("SPY", at, "97.02");
  }
  expect(stopped.told("order_approved").map(({ intent }) => intent.purpose)).toEqual(["stop_loss"]);
});

test("paper needs no approval", () => {
  const rig = live();
  rig.ready({ settings: settings({ environment: "paper" }) });
  expect(rig.state.trading.state).toBe("active");
});

test.each(["cancel", "flatten"] as const)(
  "a drill of %s is refused and touches nothing",
  (mode) => {
    const rig = live();
    const effects = rig.effects.length;
    rig.command({ kind: "kill", mode, reason: "drill", includeStops: false, drill: true });
    expect(rig.asked("answer_command").at(-1)).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("in live only Halt new is rehearsed") as string,
    });
    expect(rig.effects.slice(effects).map(({ kind }) => kind)).toEqual(["answer_command"]);
    expect(rig.state.kill).toBeNull();
  },
);

test("a drill of halt is the kill itself, and touches no order", () => {
  const rig = live();
  rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false, drill: true });
  expect(rig.state.kill).toMatchObject({ mode: "halt", drill: true });
  expect([...rig.asked("cancel_order"), ...rig.asked("cancel_all_orders")]).toEqual([]);
});
