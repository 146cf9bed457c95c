import type { HealthItem } from "@interlock/api/view/engine-view";
import { expect, test } from "vitest";
import { healthNow, healthSummary, worstHealth } from "./health-words.ts";

const item = (name: HealthItem["name"], status: HealthItem["status"]): HealthItem => ({
  name,
  status,
  detail: "",
  since: null,
});

test("says that all is well, whatever is not configured", () => {
  const items = [item("engine", "ok"), item("signal_bridge", "not_configured")];
  expect(healthSummary(items)).toBe("All ok");
  expect(worstHealth(items)).toBe("ok");
});

test("claims nothing of a system of which nothing is heard any more", () => {
  const items = [item("engine", "ok"), item("database", "down")];
  expect(healthNow(items, "stale")).toBe("No news");
  expect(healthNow(items, "aging")).toBe("Database down");
  expect(healthNow([], "stale")).toBe("—");
});

test("names the worst part first and counts the others", () => {
  const items = [item("market_data", "degraded"), item("engine", "ok"), item("database", "down")];
  expect(healthSummary(items)).toBe("Database down +1");
  expect(worstHealth(items)).toBe("down");
});

test("never says that all is well over what a person has to deal with", () => {
  expect(healthSummary([item("engine", "ok"), item("reconciliation", "alert")])).toBe("Open break");
  expect(healthSummary([item("kill_switch", "alert"), item("cancels", "alert")])).toBe(
    "Kill in progress +1",
  );
  expect(healthSummary([item("kill_switch", "degraded")])).toBe("Kill in force");
  expect(worstHealth([item("cancels", "degraded"), item("reconciliation", "alert")])).toBe("alert");
});
