import { describe, expect, test } from "vitest";
import { buildKillView } from "../../test/build-kill-view.ts";
import { buildEngineView, buildLiveView } from "../../test/build-live-view.ts";
import { documentTitle } from "./document-title.ts";
import { stripWords } from "./environment-words.ts";

describe("the environment strip", () => {
  test.each([
    ["sim", "SIM", "simulated venue · acct …1234"],
    ["paper", "PAPER", "paper money · acct …1234"],
    ["live", "LIVE", "real money · acct …1234"],
  ] as const)("marks %s by name and by its account", (environment, name, detail) => {
    expect(stripWords(buildEngineView({ environment }), null)).toMatchObject({
      look: environment,
      name,
      detail,
    });
  });

  test("shows a kill that the watchdog tells of while the engine's own picture still says active", () => {
    const kill = buildKillView({ clock: "host", stage: "proven", mode: "flatten" });
    expect(stripWords(buildEngineView(), null, kill)).toMatchObject({
      look: "halted",
      name: "KILL · SIM",
      restriction: "kill switch: flatten, told by the watchdog · by Ada",
    });
    const resumed = buildKillView({ clock: "host", stage: "resumed" });
    expect(stripWords(buildEngineView(), null, resumed).look).toBe("sim");
    expect(stripWords(buildEngineView(), null, buildKillView({ stage: "proven" })).look).toBe(
      "sim",
    );
  });

  test("turns to halted and keeps the environment's name", () => {
    const engine = buildEngineView({
      environment: "live",
      tradingState: "halted",
      tradingStateCause: "daily loss",
      tradingStateBy: "risk",
    });
    expect(stripWords(engine, null)).toMatchObject({
      look: "halted",
      name: "HALTED · LIVE",
      restriction: "daily loss · by risk",
    });
  });

  test("never passes off an unconfirmed account as confirmed", () => {
    expect(stripWords(null, null)).toMatchObject({ look: "unknown", name: "UNKNOWN" });
    expect(stripWords(null, "live").detail).toContain("connecting");
    expect(stripWords(buildEngineView({ accountNumber: "" }), null).detail).toContain(
      "not confirmed",
    );
  });
});

describe("the tab's title", () => {
  const view = buildLiveView();
  const withNet = (net: string) =>
    buildLiveView({ account: { ...view.account, dayPnl: { ...view.account.dayPnl, net } } });

  test("begins with environment and result", () => {
    expect(documentTitle(withNet("412.40"), "Overview", false)).toBe(
      "SIM ▲+$412 · Overview · Interlock",
    );
    expect(documentTitle(withNet("-3.70"), "Orders", false)).toBe("SIM ▼−$4 · Orders · Interlock");
  });

  test("shows no result that is stale, and none that is unknown", () => {
    expect(documentTitle(withNet("412.40"), "Overview", true)).toBe(
      "SIM stale · Overview · Interlock",
    );
    expect(documentTitle(null, "Overview", true)).toBe("Overview · Interlock");
  });

  test("says halted first", () => {
    const halted = buildLiveView({ engine: buildEngineView({ tradingState: "halted" }) });
    expect(documentTitle(halted, "Kill switch", false)).toMatch(/^HALTED SIM /);
  });
});
