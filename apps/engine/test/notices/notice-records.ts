import type { EngineRecord, RecordOf } from "../../src/record.ts";
import type { PersonEvent } from "../../src/records/person-record.ts";

/** The end of a request, of which whoever asked is told. */
export const ENDED_REQUEST: EngineRecord = {
  kind: "approval_ended",
  approvalId: "ap-1",
  title: "Limits of the account",
  state: "expired",
  by: null,
  why: "its time was over",
};

/** What the engine journals of channels and receipts: about a notice, or about the entry from which they are open. */
export function notedOf(
  event: PersonEvent["event"],
  about: string,
  ...channels: string[]
): RecordOf<"person_noted"> {
  const nobody = { by: "engine", byId: null, role: null, from: {}, detail: "" };
  return { kind: "person_noted", event, ...nobody, about, channels };
}
