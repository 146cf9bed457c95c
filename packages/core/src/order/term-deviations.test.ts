import { expect, it } from "vitest";
import { anIntent, IBM } from "../../test/builders.ts";
import { shares } from "../number/quantity.ts";
import type { VenueOrder } from "./execution-report.ts";
import { termDeviations } from "./term-deviations.ts";

const intent = anIntent();
const { symbol, side, quantity } = intent;

it.each<[string, Partial<VenueOrder>, readonly string[]]>([
  ["nothing that is as it was asked for", {}, []],
  ["another symbol", { symbol: IBM }, ["symbol is IBM instead of SPY"]],
  ["the other side", { side: "sell" }, ["side is sell instead of buy"]],
  ["another size", { quantity: shares(11) }, ["quantity is 11 instead of 10"]],
  ["no size", { quantity: null }, ["quantity is absent instead of 10"]],
  [
    "all of it",
    { symbol: IBM, side: "sell", quantity: shares(9) },
    ["symbol is IBM instead of SPY", "side is sell instead of buy", "quantity is 9 instead of 10"],
  ],
])("names %s", (_, change, deviations) => {
  const shown = { symbol, side, quantity, ...change } as VenueOrder;
  expect(termDeviations(intent, shown)).toEqual(deviations);
});
