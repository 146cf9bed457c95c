import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { expect, test } from "vitest";
import { Rig } from "../../../test/rig.ts";
import { BoardWriter, createMarketBoard, readRow } from "../../edge/market-board.ts";
import { showLatest } from "./show-latest.ts";

const SPY = ticker("SPY");

/** Gives the engine a latest quote of SPY from `agoMs` before, and returns what the board shows of it then. */
function shown(rig: Rig, bid: string, agoMs: number) {
  const board = createMarketBoard([SPY]);
  const sides = { bid: price(bid), bidSize: 1, ask: price("100.02"), askSize: 1 };
  const quotes = [{ symbol: SPY, venueAt: rig.time - agoMs, ...sides }];
  rig.give({ kind: "latest_quotes", quotes });
  showLatest(new BoardWriter(board, 100), rig.views, quotes);
  return readRow(board, 0);
}

test("the board shows and marks at what the engine took, with the quote's own time", () => {
  const rig = new Rig().ready();
  const at = rig.time - 1_000;
  expect(shown(rig, "100.00", 1_000)).toMatchObject({
    bidUnits: 100_000_000,
    quoteAt: at,
    markUnits: 100_010_000,
    markAt: at,
  });
});

test("a quote that the engine passed over does not send the board back in time", () => {
  const rig = new Rig().ready();
  rig.quote("SPY", "101.00", "101.02");
  expect(shown(rig, "100.00", 1)).toMatchObject({ bidUnits: 0, quoteAt: 0, markUnits: 0 });
});

test("yesterday's quote is shown, and is no mark on the board either", () => {
  const rig = new Rig().ready();
  const day = 86_400_000;
  expect(shown(rig, "100.00", day)).toMatchObject({
    bidUnits: 100_000_000,
    quoteAt: rig.time - day,
    markUnits: 0,
  });
});
