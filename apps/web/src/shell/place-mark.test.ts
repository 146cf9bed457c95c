import { describe, expect, test } from "vitest";
import { buildKillView } from "../../test/build-kill-view.ts";
import { buildLiveView } from "../../test/build-live-view.ts";
import { placeMark, placeMarkWords } from "./place-mark.ts";

describe("the mark at a page's name", () => {
  const { reconciliation, counts } = buildLiveView();

  test("stands nowhere while nothing waits for a person", () => {
    const view = buildLiveView();
    for (const href of ["/", "/orders", "/reconciliation", "/kill"])
      expect(placeMark(href, view)).toBe("");
  });

  test("counts open breaks, and orders that are not ours", () => {
    const view = buildLiveView({
      reconciliation: { ...reconciliation, openBreaks: 2 },
      counts: { ...counts, otherOrders: 1 },
    });
    expect(placeMark("/reconciliation", view)).toBe("2");
    expect(placeMark("/orders", view)).toBe("1");
    expect(placeMarkWords("/reconciliation", "2")).toBe("2 open breaks");
    expect(placeMarkWords("/orders", "1")).toBe("1 order not ours");
  });

  test.each([
    ["canceling", "!"],
    ["residual", "!"],
    ["proven", ""],
    ["resumed", ""],
  ] as const)("of a kill that is %s is %j", (stage, mark) => {
    expect(placeMark("/kill", buildLiveView({ kill: buildKillView({ stage }) }))).toBe(mark);
  });
});
