import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "@interlock/core/time";
import { GoLiveRig } from "../../test/golive-rig.ts";
import { openJournal } from "../../test/journaling-rig.ts";
import { viewOfJournal } from "../cli/golive/journal-view.ts";
import { readinessHtml } from "../cli/golive/readiness-html.ts";
import { proveLaunch } from "./prove-launch.ts";

let folder: string;
let rig: GoLiveRig;

/** A journal on the disk in which a launch began, and limits were tightened after it. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "launch-"));
  rig = new GoLiveRig().live().launched();
  rig.tighten();
  const { log } = await openJournal(folder);
  for (const { input, time, records } of rig.entries)
    log.record({ seq: input, time, body: { kind: "clock" } }, records);
  await log.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a launch that the journal's entries make, limits that it followed included, is proven", () => {
  expect(rig.state.golive.launch?.stage).toBe("in_force");
  expect(proveLaunch(folder, rig.state)).toBe("launch-1");
});

test.each([
  ["another build", { build: "c".repeat(64) }],
  ["another account", { accountId: "mine" }],
  ["a later version of the limits", { limitsVersion: 99 }],
])("a launch that a snapshot shows for %s is not", (_, change) => {
  const { launch } = rig.state.golive;
  if (launch === null) throw new Error("nothing was launched");
  rig.state.golive.launch = { ...launch, binding: { ...launch.binding, ...change } };
  expect(proveLaunch(folder, rig.state)).toBeNull();
});

test("a launch that the journal ended is not, whatever a snapshot says, nor one at another place", () => {
  const { launch } = rig.state.golive;
  if (launch === null) throw new Error("nothing was launched");
  rig.state.golive.launch = { ...launch, declaredSeq: launch.declaredSeq + 1 };
  expect(proveLaunch(folder, rig.state)).toBeNull();
  rig.state.golive.launch = { ...launch, expiresAt: launch.expiresAt + 1 };
  expect(proveLaunch(folder, rig.state)).toBeNull();
});

test("evidence goes stale in the report while no engine runs", () => {
  const later = viewOfJournal(folder, rig.time + 8 * DAY_MS);
  expect(later.now).toBe(rig.time + 8 * DAY_MS);
  expect(later.readiness.ready).toBe(false);
  expect(later.gates.find(({ id }) => id === "G5")?.verdict).toBe("red");
  expect(viewOfJournal(folder, 0).now).toBe(rig.state.time);
});

test("the report is made of the journal alone: every gate with its evidence, scores by the formula, and what is not covered", () => {
  const view = viewOfJournal(folder, rig.time);
  expect(view.launch?.launchId).toBe("launch-1");
  expect(view.readiness).toMatchObject({ ready: true, score: 100 });
  const page = readinessHtml(view);
  for (const { id, name } of view.gates) expect(page).toContain(`${id} ${name}`);
  for (const sentence of view.readiness.notCovered)
    expect(page).toContain(sentence.replaceAll("'", "&#39;"));
  expect(page).not.toContain("<script");
});
