import type { KillView } from "@interlock/api/view/kill-view";
import type { KillPart } from "../call/kill-call.ts";

/** Returns the name under which the engine keeps a part of the account, e.g. "symbol:NVDA". */
export function partKey(part: KillPart): string {
  return part.kind === "symbol" ? `symbol:${part.symbol}` : `strategy:${part.strategyId}`;
}

/** Reads such a name; undefined stands for everything. */
export function partOfKey(key: string): KillPart | undefined {
  const [kind, ...rest] = key.split(":");
  const name = rest.join(":");
  if (kind === "symbol") return { kind, symbol: name };
  return kind === "strategy" ? { kind, strategyId: name } : undefined;
}

/** Names what a kill stops, for a heading. */
export function scopeWords({ scope }: Pick<KillView, "scope">): string {
  const part = scope === undefined ? undefined : partOfKey(scope);
  if (part === undefined) return "Everything";
  return part.kind === "symbol" ? part.symbol : `Strategy ${part.strategyId}`;
}

const STAGES: Readonly<Record<string, string>> = {
  requested: "Requested and decided",
  gate_closed: "Gate closed on disk",
  first_cancel_sent: "First cancel sent",
  last_cancel_confirmed: "Last cancel confirmed at the venue",
  holds_released: "Shares released by the venue",
  closing: "First closing order sent",
  proven: "Proven by two looks",
};

/** Names a stage of a receipt: the engine's, or with `clock` "host" the watchdog's: it sees the gate from outside. */
export function stageWords(stage: string, clock: KillView["clock"] = "venue"): string {
  if (clock === "host" && stage === "gate_closed") return "Gate seen closed by the watchdog";
  if (clock === "host" && stage === "requested") return "Requested";
  return STAGES[stage] ?? stage.replaceAll("_", " ");
}

/** Counts something in words, e.g. "1 order", "3 orders". */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Says how many of the orders that a kill asked about the venue has shown gone. */
export function goneText(orders: readonly { readonly confirmedAt: number | null }[]): string {
  const gone = orders.filter(({ confirmedAt }) => confirmedAt !== null).length;
  if (gone === orders.length) return `${countText(gone, "order")} canceled`;
  return `${gone} of ${countText(orders.length, "order")} canceled`;
}

/** Says how long orders take that must be canceled one by one. */
export function countdownWords({ orders, perMinute, minutes }: NonNullable<KillView["countdown"]>) {
  const what = `${countText(orders, "order")} ${orders === 1 ? "waits" : "wait"}`;
  return `${what} to be canceled one by one: about ${minutes} min more at ${perMinute} a minute.`;
}
