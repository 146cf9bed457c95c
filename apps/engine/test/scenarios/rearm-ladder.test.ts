import { expect, test } from "vitest";
import { nextOpen } from "@interlock/core/market/calendar";
import { money } from "@interlock/core/number/money";
import { formatQuantity } from "@interlock/core/number/quantity";
import { ADA, ApprovalRig, BO, CY, fullLadder } from "../approval-rig.ts";
import { settings } from "../rig.ts";

const REASON = "the loss was one bad fill, looked into";

/** An engine that bought SPY at 100.02 and lost enough that breakers tripped, where the whole ladder holds. */
function tripped(): ApprovalRig {
  const rig = new ApprovalRig();
  const base = settings({ approvals: fullLadder() });
  const limits = { stopLossBps: 5_000, trailingStopBps: 5_000, breakerPriceMoveBps: 5_000 };
  const tight = { maxDailyLoss: money("60"), maxDrawdownBps: 5 };
  const limitDefaults = { ...base.limitDefaults, ...limits, ...tight };
  rig.state.limits = null;
  rig.ready({ settings: { ...base, limitDefaults } });
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied").at(-1)));
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  for (const bid of ["100.00", "98.00"])
    for (let n = 0; n < 5; n += 1) {
      rig.time += 500;
      rig.quote("SPY", bid, (Number(bid) + 0.02).toFixed(2));
    }
  return rig;
}

const holds = (rig: ApprovalRig) => rig.state.trading.holds.map(({ source }) => source);
const rearm = (breaker: "daily_loss" | "drawdown", reason = REASON) =>
  ({ kind: "rearm_breaker", breaker, reason }) as const;

test("a breaker is re-armed by nobody alone: the passkey of one person is not enough, the approval of another is", () => {
  const rig = tripped();
  expect(holds(rig)).toContain("drawdown");
  for (const actor of [BO, CY])
    expect(rig.sure(actor, rearm("drawdown"))).toMatchObject({
      accepted: false,
      needs: "approval",
    });
  const { id } = rig.request(ADA, rearm("drawdown"));
  expect(rig.approval(id)).toMatchObject({
    subject: { kind: "resume", title: "Re-arm Drawdown" },
    diff: [{ what: "Drawdown", after: "armed again", direction: "looser" }],
  });
  expect(rig.decide(ADA, id)).toMatchObject({ accepted: false, fault: "forbidden" });
  expect(holds(rig)).toContain("drawdown");
  rig.decide(BO, id);
  expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
  expect(holds(rig)).not.toContain("drawdown");
  expect(rig.told("breaker_rearmed").at(-1)).toMatchObject({
    by: "Ada",
    reason: expect.stringContaining(`Approved by Bo (${id}).`) as string,
  });
});

test("an approval of one trip re-arms no later one", () => {
  const rig = tripped();
  const { id } = rig.request(ADA, rearm("drawdown"));
  const ask = rearm("drawdown");
  const reason = "another look at the same trip";
  const { made = "" } = rig.sure(CY, { kind: "request_approval", ask, reason });
  rig.decide(BO, id);
  rig.apply(ADA, id);
  expect(rig.approval(made).state).toBe("conflicted");
});

test("a daily loss beyond its limit cannot even be asked for on its day, and in the next session one person confirms it", () => {
  const rig = tripped();
  expect(holds(rig)).toContain("daily_loss");
  const ask = { kind: "request_approval", ask: rearm("daily_loss"), reason: REASON } as const;
  expect(rig.sure(ADA, ask)).toMatchObject({
    accepted: false,
    sentence: expect.stringContaining("In the next session one confirmation is enough") as string,
  });
  rig.time = nextOpen(rig.time) + 60_000;
  rig.quote("SPY", "98.00", "98.02");
  rig.pass(1_000);
  expect(rig.as(BO, rearm("daily_loss", ""))).toMatchObject({ needs: "step_up" });
  expect(rig.sure(BO, rearm("daily_loss", ""))).toMatchObject({ accepted: true });
  expect(holds(rig)).not.toContain("daily_loss");
});
