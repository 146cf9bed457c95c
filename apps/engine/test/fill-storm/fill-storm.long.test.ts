import { expect, test } from "vitest";
import { runStorm } from "./run-storm.ts";

test("of a million fills, one in twenty doubled and one in twenty late, none is missing or booked twice through a hundred crashes: venue, ledger, database and console agree", {
  timeout: 3_600_000,
}, async () => {
  const end = await runStorm({ fills: 1_000_000, crashes: 100, seed: "a million" });
  expect(end.breaks).toEqual([]);
  expect(end.venue.fills).toBeGreaterThanOrEqual(1_000_000);
  expect(end.ledger).toEqual(end.venue);
  expect({ ...end.database, cash: end.venue.cash }).toEqual(end.venue);
  expect(end.executions).toBe(end.venue.fills);
  expect(end.console).toEqual(end.venue.positions);
  expect(end.weather.lost).toBeGreaterThan(0);
});
