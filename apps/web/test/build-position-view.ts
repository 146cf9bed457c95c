import type { PositionView } from "@interlock/api/view/position-view";

/** A long position of 100 SPY without a mark; a case sets what it is about. */
export function buildPositionView(part: Partial<PositionView> = {}): PositionView {
  return {
    symbol: "SPY",
    side: "long",
    quantity: "100",
    averagePrice: "100",
    mark: null,
    markSource: "market",
    markFreshness: { sourceAt: null, ageMs: null },
    bid: null,
    ask: null,
    trading: "open",
    tradingNote: "",
    marketValue: null,
    costBasis: "10000",
    dayPnl: null,
    unrealized: null,
    unrealizedPercent: null,
    realizedToday: "0",
    feesToday: "0",
    weightPercent: null,
    limitUsedPercent: 0,
    stopLossPrice: null,
    stopLossNote: "",
    workingBuyQuantity: "0",
    workingSellQuantity: "0",
    venueQuantity: null,
    difference: null,
    byStrategy: [],
    ...part,
  };
}
