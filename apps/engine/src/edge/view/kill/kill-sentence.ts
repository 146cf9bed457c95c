import { describeScope } from "@interlock/core/kill/kill-scope";
import { countOf } from "@interlock/core/number/count-of";
import type { EngineRecord } from "../../../record.ts";

type KillRecord = Extract<
  EngineRecord,
  { readonly kind: `${string}kill_${string}` | "scope_resumed" }
>;
type RecordOf<K extends KillRecord["kind"]> = Extract<KillRecord, { readonly kind: K }>;

/** Says a record of the kill switch in one sentence. */
export function killSentence(record: KillRecord): string {
  switch (record.kind) {
    case "kill_requested":
      return requestSentence("Kill switch", record);
    case "scope_kill_requested":
      return requestSentence(`Kill switch for ${describeScope(record.scope)}`, record);
    case "scope_resumed":
      return `${record.by} resumed ${describeScope(record.scope)}: ${record.reason}`;
    case "kill_evidence":
      return `Kill ${record.killId}: ${evidenceWords(record)}.`;
    case "kill_advanced":
      return `Kill: ${record.stage.replaceAll("_", " ")}; the venue shows ${countOf(record.venueOpenOrders, "open order")} and ${countOf(record.venuePositions, "position")}.`;
    case "kill_closes_requested":
      return `Kill: ${countOf(record.orders, "closing order")} sent.`;
  }
}

function requestSentence(
  what: string,
  record: RecordOf<"kill_requested" | "scope_kill_requested">,
): string {
  const { mode, drill, by, via, reason, raised } = record;
  const rehearsal = drill === true ? ", a drill" : "";
  const asked = `${rehearsal}, by ${by} through ${via}${because(reason)}`;
  if (raised === undefined) return `${what}, mode ${mode}${asked}.`;
  return `${what}, mode ${raised.from}${asked}; made ${mode} by ${raised.by}${because(raised.reason)}.`;
}

function because(reason: string): string {
  return reason === "" ? "" : `: ${reason}`;
}

function evidenceWords(record: RecordOf<"kill_evidence">): string {
  const { reached, asked, confirmed, failed = [], again = [] } = record;
  const words = reached.map((stage) => stage.replaceAll("_", " "));
  if (failed.length > 0) words.push(`${countOf(failed.length, "cancel")} failed at the venue`);
  if (again.length > 0) words.push(`${countOf(again.length, "cancel")} asked for again`);
  if (asked.length > 0) words.push(`${countOf(asked.length, "cancel")} asked for`);
  if (confirmed.length > 0) words.push(`${countOf(confirmed.length, "order")} gone at the venue`);
  return words.join(", ");
}
