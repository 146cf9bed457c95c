import type { ProcedurePath } from "@interlock/api/permissions";

/** Where a command's id goes: a new one for each call. */
export const COMMAND_ID = "{commandId}";

const because = "looked into it twice";
const credential = { id: "none", rawId: "none", type: "public-key" };
const assertion = {
  ...credential,
  response: { clientDataJSON: "e30", authenticatorData: "AA", signature: "AA" },
};
const attestation = {
  ...credential,
  response: { clientDataJSON: "e30", attestationObject: "oA" },
};
const change = { baseVersion: 1, values: {} };
const resume = { kind: "resume" };
const seen = {
  commandId: COMMAND_ID,
  approvalId: "ap-abcdef-1",
  seenHash: "0".repeat(64),
};

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
  "approvals.list": undefined,
  "approvals.get": { approvalId: "ap-abcdef-1" },
  "approvals.request": { commandId: COMMAND_ID, ask: resume, reason: because },
  "approvals.edit": { ...seen, ask: resume, reason: because },
  "approvals.approve": { ...seen, reason: because },
  "approvals.decline": { ...seen, reason: because },
  "approvals.carryOut": seen,
  "approvals.cancel": { commandId: COMMAND_ID, approvalId: "ap-abcdef-1" },
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
  "audit.list": {},
  "audit.get": { seq: 1, index: 0 },
  "audit.heads": undefined,
  "audit.verification": undefined,
  "audit.verify": {},
  "audit.export": { range: { from: 1, to: 2 }, format: "jsonl" },
  "stepUp.begin": { actionHash: "0".repeat(64) },
  "stepUp.finish": { challengeId: "none", response: assertion },
  "profile.view": undefined,
  "profile.update": { name: "Ada", email: "ada@desk.test" },
  "profile.setPassword": { next: "a few words that nobody guesses" },
  "profile.beginPasskey": undefined,
  "profile.addPasskey": { challengeId: "none", response: attestation, name: "a key" },
  "profile.removePasskey": { id: "none" },
  "profile.beginTotp": undefined,
  "profile.confirmTotp": { code: "000000" },
  "profile.removeTotp": undefined,
  "profile.makeRecoveryCodes": undefined,
  "profile.endSession": { id: "none" },
  "profile.endOtherSessions": undefined,
  "people.list": undefined,
  "people.invite": { email: "new@desk.test", name: "New", role: "viewer" },
  "people.withdrawInvitation": { id: "none" },
  "people.setRole": { userId: "none", role: "viewer" },
  "people.suspend": { userId: "none", reason: because },
  "people.reactivate": { userId: "none" },
  "people.endSessions": { userId: "none" },
};
