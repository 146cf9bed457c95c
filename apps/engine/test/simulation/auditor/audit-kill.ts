import type { Evidence } from "./evidence.ts";

/**
 * A kill that is called proven has left nothing at the venue and nothing on its way to it: no order but a stop-loss
 * that it was to leave, and, for a flatten, no position (I9).
 */
export function auditKillProof(evidence: Evidence): void {
  const { book, truth, findings, isGivenUp, isAlone, isBent } = evidence;
  const { kill } = book;
  if (kill === null || kill.mode === "halt") return;
  // Another program may have sent one after the look on which the proof rests.
  const isOurs = (id: string): boolean => book.approved.has(id) || book.successors.has(id);
  const stays = (id: string): boolean =>
    !isOurs(id) ||
    isGivenUp(id) ||
    (kill.mode === "cancel" &&
      !kill.includeStops &&
      ["stop_loss", "protect"].includes(book.approved.get(id)?.intent.purpose ?? ""));
  const left = [...truth.openIds(), ...truth.underway.map((order) => order.clientOrderId ?? "")];
  for (const id of left.filter((one) => !stays(one)))
    findings.add("I9", `${kill.killId} was proven and ${id} is open`);
  // The broker may have taken an execution back after it.
  if (kill.mode !== "flatten" || !isAlone || isBent) return;
  for (const [symbol, { position }] of truth.holdings(evidence))
    if (position !== 0) findings.add("I9", `${kill.killId} was proven and ${symbol} is held`);
}
