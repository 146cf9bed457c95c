import type { ProtectionView } from "@interlock/api/view/guard-view";

/** 100 SPY that the engine's own stop covers, in the regular session. */
export function buildProtectionView(part: Partial<ProtectionView> = {}): ProtectionView {
  return {
    symbol: "SPY",
    held: "100",
    byVenue: "0",
    byBoth: "0",
    byEngine: "100",
    uncovered: "0",
    unguarded: "0",
    why: "",
    whyUnguarded: "",
    doubt: "",
    comparedAt: null,
    expiresAt: null,
    nextSession: "",
    waitsForOpen: null,
    alarmSince: null,
    atBroker: "",
    rearmable: false,
    ...part,
  };
}
