import { MINUTE_MS } from "@interlock/core/time";
import { describe, expect, test } from "vitest";
import { readBack, refused } from "../../../test/denied-rig.ts";
import { overrideOffer, overridesView } from "./overrides-section.ts";

describe("R16 what the console is told of overrides", () => {
  test("R16 names the ceiling of each line that may be lifted, and until when", () => {
    const { rig, intent } = refused();
    expect(overrideOffer(rig.state, intent.clientOrderId, rig.time)).toMatchObject({
      obstacle: "",
      until: rig.time + 5 * MINUTE_MS,
      lines: [{ code: "order_quantity", mayLift: true, ceiling: "10000", unit: "shares" }],
      override: null,
    });
    expect(
      overrideOffer(rig.state, intent.clientOrderId, rig.time + 5 * MINUTE_MS).obstacle,
    ).toContain("5 minutes");
  });

  test("R16 says which denial nobody may lift, and why", () => {
    const { rig } = refused();
    rig.time += MINUTE_MS;
    rig.wish("SPY", 1);
    rig.time += MINUTE_MS;
    const { state } = rig;
    const last = state.overrides.denied.at(-1);
    if (last === undefined) throw new Error("nothing was denied");
    const halt = { code: "trading_state" as const, state: "halted" as const, reducing: false };
    state.overrides.denied.push({ ...last, denials: [...last.denials, halt] });
    state.overrides.denied.shift();
    state.overrides.denied.shift();
    const offer = overrideOffer(state, last.intent.clientOrderId, rig.time);
    expect(offer.obstacle).toMatch(/Nobody may override Trading state: it says that trading must/);
  });

  test("R16 offers nothing of a denial that another build gave, and says why", () => {
    const { rig, intent } = refused();
    const { denied } = rig.state.overrides;
    const before = JSON.stringify(denied).replaceAll('"order_quantity"', '"moon_phase"');
    rig.state.overrides.denied = JSON.parse(before);
    const { lines, obstacle } = overrideOffer(rig.state, intent.clientOrderId, rig.time);
    expect(lines).toMatchObject([{ code: "moon_phase", mayLift: false, ceiling: "" }]);
    expect(obstacle).toContain("this build does not know the check that denied it");
  });

  test("R16 shows what was granted, used, expired and refused, newest first", () => {
    const { rig, intent } = refused();
    const grant = { kind: "grant_override" as const, reason: "a block that was agreed" };
    rig.command({ ...grant, clientOrderId: intent.clientOrderId });
    const { overrides } = overridesView(rig.state, rig.time);
    expect(overrides).toMatchObject([
      { standing: "open", by: "Ada", clientOrderId: intent.clientOrderId, outcome: "" },
    ]);
    expect(overridesView(rig.state, rig.time + 5 * MINUTE_MS).overrides).toMatchObject([
      { standing: "expired", outcome: "It expired unused." },
    ]);
    const use = { kind: "use_override" as const, ...readBack(overrides[0]) };
    rig.command({ ...use, quantity: "1" });
    rig.command(use);
    expect(overridesView(rig.state, rig.time)).toMatchObject({
      overrides: [{ standing: "used", outcome: "Used by Ada, who granted it, too." }],
      refusals: [
        {
          overrideId: use.overrideId,
          by: "Ada",
          sentence: expect.stringContaining("quantity 1 instead"),
        },
      ],
    });
  });
});
