import { expect, test } from "vitest";
import {
  bannerText,
  builtByText,
  countdownText,
  goHindrance,
  openedWord,
  shareText,
  unopenedWord,
} from "./golive-words.ts";

const launch = {
  launchId: "launch-1",
  rehearsal: false,
  snapshot: "4f2a99aa0011",
  why: "loss: the day's loss is $300.00",
};

test("a demotion says on every page where trading stands, and which configuration was live", () => {
  const said = bannerText({ ...launch, stage: "demoted" });
  expect(said?.before).toBe("Rolled back to PAPER");
  expect(said?.after).toContain("auto-promotion off; config snapshot 4f2a99aa0011");
});

test("a launch in force or aborted needs no banner, and a rehearsal that ended neither", () => {
  expect(bannerText({ ...launch, stage: "in_force" })).toBeNull();
  expect(bannerText({ ...launch, stage: "aborted" })).toBeNull();
  expect(bannerText({ ...launch, stage: "voided", rehearsal: true })).toBeNull();
  expect(bannerText({ ...launch, stage: "voided" })?.before).toBe("Go-live approval void since");
});

test("the countdown never goes below zero", () => {
  expect([countdownText(60_000), countdownText(41_200), countdownText(-5)]).toEqual([
    "T-1:00",
    "T-0:42",
    "T-0:00",
  ]);
});

test("a share of the limits is read in percent", () => {
  expect(shareText(1_000)).toBe("10 %");
});

test("who is alone is told to open what a gate rests on, until they have", () => {
  expect(openedWord({ alone: true }, false)).toBe("open it before you say go");
  expect(openedWord({ alone: true }, true)).toBe("opened by you");
  expect(openedWord({ alone: false }, false)).toBe("");
});

test("beside the station risk stands who built it, and that they do not say go, but where one person answers for all", () => {
  expect(builtByText(["Ada"], false)).toBe("Built by Ada, who cannot say GO here.");
  expect(builtByText(["Ada", "Bo", "Cy"], false)).toBe(
    "Built by Ada, Bo and Cy: none of them can say GO here.",
  );
  expect(builtByText(["Ada"], true)).toBe("Built by Ada.");
});

const gateRow = (id: string, owner: string, openedBy: readonly string[] = []) => ({
  id,
  owner,
  openedBy: [...openedBy],
  verdict: "green" as const,
});
const gates = [gateRow("G4", "ops", ["u1"]), gateRow("G7", "data"), gateRow("G13", "data", ["u2"])];

test("who is alone is told which evidence they have yet to open, of a station or of all", () => {
  const view = { alone: true, gates };
  expect(unopenedWord(view, { userId: "u1" })).toBe("Open the evidence first, of G7, G13.");
  expect(unopenedWord(view, { userId: "u2", station: "data" })).toContain("of G7.");
  expect(goHindrance(view, { userId: "u1", station: "ops" })).toBeNull();
  expect(goHindrance(view, { userId: "u1", station: "data" })).toContain("G7, G13");
});

test("where others look as well, only a gate that does not pass keeps its station from GO", () => {
  const view = { alone: false, gates };
  expect(unopenedWord(view, { userId: "u1" })).toBeNull();
  expect(goHindrance(view, { userId: "u1", station: "data" })).toBeNull();
  for (const verdict of ["red", "unknown"] as const) {
    const open = { alone: false, gates: [...gates, { ...gateRow("G9", "strategy"), verdict }] };
    expect(goHindrance(open, { userId: "u1", station: "strategy" })).toBe(
      "No GO yet: G9 must pass.",
    );
    expect(goHindrance(open, { userId: "u1", station: "data" })).toBeNull();
  }
});
