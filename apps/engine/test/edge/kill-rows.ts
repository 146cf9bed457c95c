import { ticker } from "@interlock/core/ids";
import type { EngineRecord } from "../../src/record.ts";

type KillKind = Extract<EngineRecord["kind"], `${string}kill_${string}` | "scope_resumed">;
type Rows = {
  readonly [K in KillKind]: readonly [
    record: Omit<Extract<EngineRecord, { readonly kind: K }>, "kind">,
    severity: string,
    sentence: string,
  ];
};

const kill = { killId: "kill-1", mode: "flatten", includeStops: false, by: "Ada" } as const;
const scope = { kind: "symbol", symbol: ticker("NVDA") } as const;

/** Records of the kill switch, with the line that each is shown as. */
export const KILL_ROWS: Rows = {
  kill_requested: [
    { ...kill, via: "cli", reason: "" },
    "critical",
    "Kill switch, mode flatten, by Ada through cli.",
  ],
  scope_kill_requested: [
    { ...kill, scope, via: "console", reason: "fat finger", drill: true },
    "critical",
    "Kill switch for NVDA, mode flatten, a drill, by Ada through console: fat finger.",
  ],
  scope_resumed: [
    { scope, by: "Ada", reason: "looked into it" },
    "info",
    "Ada resumed NVDA: looked into it",
  ],
  kill_evidence: [
    {
      killId: "kill-1",
      reached: ["last_cancel_confirmed"],
      asked: [{ id: "v1", what: "buy 1 SPY" }],
      confirmed: ["v2", "v3"],
      hostAt: null,
    },
    "info",
    "Kill kill-1: last cancel confirmed, 1 cancel asked for, 2 orders gone at the venue.",
  ],
  kill_advanced: [
    {
      killId: "kill-1",
      stage: "residual",
      venueOpenOrders: 0,
      venuePositions: 1,
      cleanSweeps: 0,
      residual: [],
    },
    "critical",
    "Kill: residual; the venue shows 0 open orders and 1 position.",
  ],
  kill_closes_requested: [{ killId: "kill-1", orders: 2 }, "info", "Kill: 2 closing orders sent."],
};
