import { expect, test } from "vitest";
import { runStorm } from "./run-storm.ts";

test("of 10,000 fills, some doubled, late or lost on their way, none is missing or booked twice through five crashes: venue, ledger, database and console agree", {
  timeout: 110_000,
}, async () => {
  const end = await runStorm({ fills: 10_000, crashes: 5, seed: "storm" });
  expect(end.breaks).toEqual([]);
  expect(end.venue.fills).toBeGreaterThanOrEqual(10_000);
  expect(end.ledger).toEqual(end.venue);
  expect({ ...end.database, cash: end.venue.cash }).toEqual(end.venue);
  expect(end.executions).toBe(end.venue.fills);
  expect(end.console).toEqual(end.venue.positions);
  expect(end.weather.duplicates).toBeGreaterThan(300);
  expect(end.weather.late).toBeGreaterThan(300);
  expect(end.weather.lost).toBeGreaterThan(0);
});
