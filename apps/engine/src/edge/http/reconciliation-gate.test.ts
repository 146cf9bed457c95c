import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { reconciliationDetail } from "@interlock/api/view/reconciliation-view";
import type { Role } from "@interlock/api/view/scalars";
import { position, twice } from "../../../test/breaks.ts";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";

const SOON = { timeout: 8_000, interval: 20 };
const REASON = "sold by hand in the broker's app";

let stage: EdgeStage;
let owner: ConsoleClient;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
  owner = await stage.signIn();
  await breakPosition("7");
});
afterAll(() => stage.close());

/** Has the venue show another position than ours, and waits until consoles see the break. */
async function breakPosition(shares: string): Promise<void> {
  twice(stage.rig, { positions: [position(shares, "99.5")] });
  await caughtUp();
}

async function caughtUp(): Promise<void> {
  stage.beat();
  const seq = await stage.rig.durable();
  await vi.waitFor(async () => {
    expect((await owner.trpc.live.snapshot.query()).engine.journalSeq).toBe(seq);
  }, SOON);
}

const detail = (client: ConsoleClient) => client.trpc.reconciliation.current.query();

/** Adopts the first break; the owner's session of the beginning is used again, for signing in is limited. */
async function adoptAs(role: Role) {
  const client = role === "owner" ? owner : await stage.signIn(role);
  const [open] = (await detail(client)).breaks;
  if (open === undefined) throw new Error("no break is open");
  const { breakId, evidenceId } = open;
  const commandId = randomUUID();
  return client.trpc.reconciliation.adopt.mutate({
    commandId,
    breakId,
    evidenceId,
    reason: REASON,
  });
}

test("a break is told with both sides, their evidence, what it blocks, and what adopting would change", async () => {
  const view = reconciliationDetail.strict().parse(await detail(owner));
  expect(view.breaks).toMatchObject([
    {
      title: "Position of SPY",
      symbol: "SPY",
      ours: "49 shares",
      venue: "7 shares",
      blocks: expect.stringContaining("SPY takes no new risk"),
      evidence: {
        ours: { figures: ["49 shares", "average price $100.02"], orders: [{ side: "buy" }] },
        venue: { figures: ["7 shares", "average price $99.50"], raw: [expect.any(String)] },
      },
      adoption: {
        obstacle: null,
        changes: [
          { what: "SPY, shares", before: "49", after: "7" },
          { what: "SPY, average price", before: "100.02", after: "99.50" },
        ],
      },
    },
  ]);
});

test("figures stand beside the venue's, with their differences and what explains them", async () => {
  const { figures, checkedAt } = await detail(owner);
  expect(figures.map(({ what, status }) => [what, status])).toEqual([
    ["Cash", "agrees"],
    ["Equity", "explained"],
    ["Gross exposure", "explained"],
    ["Accrued fees", "explained"],
    ["Open orders", "agrees"],
    ["SPY", "break"],
  ]);
  expect(figures.at(-1)).toMatchObject({ ours: "49", venue: "7", difference: "42" });
  for (const { venueAt } of figures) expect(venueAt).toBe(checkedAt);
});

describe("adopting a break", () => {
  test("needs a reason of ten characters, whatever the console sends", async () => {
    const command = { commandId: randomUUID(), breakId: "cash", evidenceId: "x", reason: "short" };
    await expect(owner.trpc.reconciliation.adopt.mutate(command)).rejects.toThrow(
      /at least 10 characters/,
    );
  });

  test.each([
    ["owner", "11"],
    ["risk", "12"],
    ["ops", "13"],
  ] as const)("is for the role %s", async (role, shares) => {
    await breakPosition(shares);
    expect(await adoptAs(role)).toMatchObject({ accepted: true });
    await caughtUp();
    const view = await detail(owner);
    expect(view.breaks).toEqual([]);
    expect(view.closed[0]).toMatchObject({ title: "Position of SPY", reason: REASON });
  });

  test.each(["viewer", "trader"] as const)("is not for a %s", async (role) => {
    await breakPosition("14");
    await expect(adoptAs(role)).rejects.toThrow(/needs the role risk or ops or owner/);
  });

  test("is told to nobody who has not signed in", async () => {
    await expect(detail(stage.stranger())).rejects.toThrow(/Sign in first/);
  });
});
