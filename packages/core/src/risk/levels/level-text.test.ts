import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../test/builders.ts";
import { strategyId, ticker } from "../../ids.ts";
import { money } from "../../number/money.ts";
import { shares } from "../../number/quantity.ts";
import { formatLimits, parseLimits } from "../limit-text.ts";
import { compareLevelTexts, formatLevels, splitLevels } from "./level-text.ts";
import { NO_LEVELS, withLevel } from "./limit-levels.ts";

const berkshire = { kind: "symbol", symbol: ticker("BRK.B") } as const;
const levels = withLevel(
  withLevel(NO_LEVELS, berkshire, { maxOrderNotional: money("5000") }),
  { kind: "strategy", id: strategyId("trend.v2") },
  { maxOrderQuantity: shares(20), maxOpenOrders: 3 },
);

describe("levels as text", () => {
  it("stand beside the account's limits and come apart again", () => {
    const text = formatLevels(LIMITS, levels);
    expect(text).toEqual({
      "strategy.trend.v2.maxOrderQuantity": "20",
      "strategy.trend.v2.maxOpenOrders": "3",
      "symbol.BRK.B.maxOrderNotional": "5000.00",
    });
    const split = splitLevels({ ...formatLimits(LIMITS), ...text });
    expect(split.levels).toEqual(text);
    expect(parseLimits(split.account)).toEqual({ ok: true, limits: LIMITS });
  });

  it("say what a version changed, limits that came and went too", () => {
    const before = {
      "symbol.BRK.B.maxOrderNotional": "5000.00",
      "session.pre.maxOrderQuantity": "50",
      "strategy.trend.allowed": "IBM",
      "strategy.trend.restricted": "IBM",
      "strategy.trend.maxOpenOrders": "3",
      "strategy.revert.allowed": "no tickers",
    };
    const after = {
      "symbol.BRK.B.maxOrderNotional": "6000.00",
      "strategy.trend.maxOpenOrders": "3",
      "strategy.trend.maxDailyLoss": "100.00",
      "strategy.trend.restricted": "IBM,SPY",
      "strategy.revert.allowed": "no tickers",
      "planet.mars.maxDailyLoss": "1.00",
      "planet.pre.maxDailyLoss": "1.00",
      "session.noon.maxOrderQuantity": "1",
      "symbol.IBM.maxFun": "1",
    };
    const found = compareLevelTexts(before, after);
    expect(
      found.map(({ level, field, ...line }) => [level, field.key, Object.values(line)]),
    ).toEqual([
      [{ kind: "session", session: "pre" }, "maxOrderQuantity", ["50", "", "looser"]],
      [{ kind: "strategy", id: "trend" }, "allowed", ["IBM", "", "looser"]],
      [{ kind: "strategy", id: "trend" }, "maxDailyLoss", ["", "100.00", "tighter"]],
      [{ kind: "strategy", id: "trend" }, "restricted", ["IBM", "IBM,SPY", "tighter"]],
      [berkshire, "maxOrderNotional", ["5000.00", "6000.00", "looser"]],
    ]);
  });
});
