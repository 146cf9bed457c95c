import type { Evidence } from "./evidence.ts";

/**
 * A kill that is called proven has left nothing at the venue and nothing on its way to it: no order but a stop-loss
 * that it was to leave, and, for a flatten, no position (I9).
 */
export function auditKillProof({ book, truth, findings, isGivenUp, isAlone }: Evidence): void {
  const { kill } = book;
  if (kill === null || kill.mode === "halt") return;
  const stays = (id: string): boolean =>
    isGivenUp(id) ||
    (kill.mode === "cancel" &&
      !kill.includeStops &&
      book.approved.get(id)?.intent.purpose === "stop_loss");
  const left = [...truth.openIds(), ...truth.underway.map((order) => order.clientOrderId ?? "")];
  for (const id of left.filter((one) => !stays(one)))
    findings.add("I9", `${kill.killId} was proven and ${id} is open`);
  if (kill.mode !== "flatten" || !isAlone) return;
  for (const [symbol, { position }] of truth.holdings(isGivenUp))
    if (position !== 0) findings.add("I9", `${kill.killId} was proven and ${symbol} is held`);
}
