import type { LiveView } from "@interlock/api/view/live-view";

/** A whole live view in which nothing is held, nothing works and all is well; a case sets what it is about. */
export function buildLiveView(part: Partial<LiveView> = {}): LiveView {
  return {
    engine: buildEngineView(),
    account: {
      equity: "0",
      cash: "0",
      buyingPower: null,
      dayPnl: { realized: "0", unrealized: "0", fees: "0", net: "0" },
      grossExposure: "0",
      netExposure: "0",
      longExposure: "0",
      shortExposure: "0",
      exposureWithOrders: "0",
      equityPeak: "0",
      drawdownPercent: "0",
      marksFreshness: { sourceAt: null, ageMs: null },
      accruedFees: "0.00",
      accountFreshness: { sourceAt: null, ageMs: null },
    },
    reconciliation: { checkedAt: null, status: "never", rows: [], unexplained: "0", openBreaks: 0 },
    limitUsage: [],
    breakers: [],
    protection: [],
    positions: [],
    strategies: [],
    markets: [],
    orders: [],
    counts: {
      workingOrders: 0,
      otherOrders: 0,
      ordersToday: 0,
      fillsToday: 0,
      deniedToday: 0,
      rejectedToday: 0,
    },
    kill: null,
    golive: null,
    events: [],
    equity: [],
    ...part,
  };
}

export function buildEngineView(part: Partial<LiveView["engine"]> = {}): LiveView["engine"] {
  return {
    phase: "running",
    environment: "sim",
    accountId: "account-id",
    accountNumber: "SIM0001234",
    feed: "iex",
    build: "build",
    configHash: "hash",
    tradingState: "active",
    tradingStateCause: "",
    tradingStateBy: "",
    tradingStateSince: null,
    resumable: false,
    reduceOnly: [],
    venueTime: 0,
    session: "regular",
    dayNote: "",
    sessionEndsAt: null,
    heartbeatAt: 0,
    journalSeq: 0,
    health: [],
    ...part,
  };
}
