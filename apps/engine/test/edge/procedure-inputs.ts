import type { ProcedurePath } from "@interlock/api/permissions";

/** Where a command's id goes: a new one for each call. */
export const COMMAND_ID = "{commandId}";

const because = "looked into it twice";
const change = { baseVersion: 1, values: {} };

/** An input of each procedure that its schema takes; whether the engine then does it is another question. */
export const PROCEDURE_INPUTS: Readonly<Partial<Record<ProcedurePath, unknown>>> = {
  "session.me": undefined,
  "live.snapshot": undefined,
  "live.updates": undefined,
  "live.ticket": undefined,
  "orders.list": { tab: "today" },
  "orders.fills": {},
  "orders.dossier": { clientOrderId: "il-1" },
  "orders.cancel": { commandId: COMMAND_ID, clientOrderId: "il-1" },
  "positions.close": { commandId: COMMAND_ID, symbol: "BAC", percent: 100 },
  "positions.rearmStop": { commandId: COMMAND_ID, symbol: "BAC" },
  "strategies.enable": { commandId: COMMAND_ID, strategyId: "crossover", reason: because },
  "breakers.rearm": { commandId: COMMAND_ID, breaker: "drawdown", reason: because },
  "limits.current": undefined,
  "limits.history": undefined,
  "limits.preview": change,
  "limits.impact": change,
  "limits.whatIf": { symbol: "SPY", side: "buy", quantity: "1", type: "market" },
  "limits.change": { ...change, commandId: COMMAND_ID, reason: because },
  "overrides.list": undefined,
  "overrides.offer": { clientOrderId: "il-1" },
  "overrides.grant": { commandId: COMMAND_ID, clientOrderId: "il-1", reason: because },
  "overrides.use": {
    commandId: COMMAND_ID,
    overrideId: "ov-1",
    symbol: "SPY",
    side: "buy",
    quantity: "1",
    limitPrice: null,
  },
  "signals.list": {},
  "signals.summary": {},
  "signals.dossier": { signalId: "s1" },
  "reconciliation.current": undefined,
  "reconciliation.adopt": {
    commandId: COMMAND_ID,
    breakId: "cash",
    evidenceId: "e1",
    reason: because,
  },
  "kill.current": undefined,
  "kill.preview": {},
  "kill.parts": undefined,
  "kill.history": undefined,
  "kill.engage": { commandId: COMMAND_ID, mode: "halt" },
  "kill.resume": { commandId: COMMAND_ID, reason: because },
};
