import { UNSETTLED } from "@interlock/core/approval/decide-approval";
import { endOfSession, WAIVER_SESSIONS_MAX } from "@interlock/core/golive/gate-waiver";
import { gateOf } from "@interlock/core/golive/gate-table";
import type { Decision } from "../../decision.ts";
import { accept, type CommandOutcome, REASON_LENGTH_MIN, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";

/** What somebody wants to set aside. */
interface WaiverAsked {
  readonly gate: string;
  readonly sessions: number;
  readonly reason: string;
}

/** Asks to set a gate aside for some sessions; nothing happens before a second person agrees. */
export function askWaiver(
  decision: Decision,
  { gate: id, sessions, reason }: WaiverAsked,
  { userId, name }: CommandActor,
): CommandOutcome {
  const gate = gateOf(id);
  if (gate === undefined) return refuse(`Not waived: there is no gate ${id}.`);
  if (!gate.waivable) return refuse(`Not waived: ${id} ${gate.name} cannot be waived by anybody.`);
  if (reason.trim().length < REASON_LENGTH_MIN)
    return refuse(`Not waived: it needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  if (!Number.isInteger(sessions) || sessions < 1 || sessions > WAIVER_SESSIONS_MAX)
    return refuse(`Not waived: a waiver lasts 1 to ${WAIVER_SESSIONS_MAX} sessions.`);
  const waiverId = `waiver-${decision.state.golive.waiverCount + 1}`;
  const waiver = {
    waiverId,
    gate: gate.id,
    reason: reason.trim(),
    by: { userId, name },
    askedAt: decision.time,
    expiresAt: endOfSession(decision.time, sessions),
    approvedBy: null,
  };
  decision.emit({ kind: "gate_waiver_asked", waiver });
  return accept(`${waiverId} for ${id} ${gate.name} waits for a second person.`);
}

/** The second person agrees; from then on the gate is amber, and in the record for ever. */
export function approveWaiver(
  decision: Decision,
  waiverId: string,
  { userId, name, role, raisedAlone }: CommandActor,
): CommandOutcome {
  const waiver = decision.state.golive.waivers.find((one) => one.waiverId === waiverId);
  if (waiver === undefined) return refuse(`Not approved: there is no ${waiverId}.`);
  if (waiver.by.userId === userId)
    return refuse("Not approved: you asked for it, and another person must agree.");
  if (role !== "risk" && role !== "owner")
    return refuse(`Not approved: a waiver is approved by the role risk or owner; you are ${role}.`);
  if (raisedAlone?.settled === false) return refuse(`Not approved. ${UNSETTLED}`);
  if (waiver.approvedBy !== null) return refuse(`Not approved: ${waiverId} is approved already.`);
  if (decision.time >= waiver.expiresAt) return refuse(`Not approved: ${waiverId} has expired.`);
  decision.emit({ kind: "gate_waiver_approved", waiverId, by: { userId, name } });
  const until = new Date(waiver.expiresAt).toISOString();
  return accept(`${waiver.gate} is waived until ${until}.`);
}
