import type { OrderView } from "@interlock/api/view/order-view";

/** A working market order to buy 100 SPY; a case sets what it is about. */
export function buildOrderView(part: Partial<OrderView> = {}): OrderView {
  return {
    clientOrderId: "order-1",
    venueOrderId: null,
    symbol: "SPY",
    side: "buy",
    type: "market",
    timeInForce: "day",
    extendedHours: false,
    quantity: "100",
    filledQuantity: "0",
    leavesQuantity: "100",
    limitPrice: null,
    stopPrice: null,
    averagePrice: null,
    status: "accepted",
    venueStatus: "new",
    purpose: "signal",
    strategyId: null,
    signalId: null,
    arrivalMid: null,
    slippageBps: null,
    reason: "",
    denialCodes: [],
    flags: [],
    createdAt: 0,
    submittedAt: null,
    acceptedAt: null,
    updatedAt: 0,
    terminalAt: null,
    ...part,
  };
}
