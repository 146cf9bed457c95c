import type { AuditDetail, AuditEntry } from "@interlock/api/view/audit-view";
import type { LimitVersionView } from "@interlock/api/view/limits-view";
import type { Role } from "@interlock/api/view/scalars";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import type { EngineRecord } from "../../record.ts";
import { factsOf, type RecordFacts } from "./audit-line.ts";
import { redact, redactActor, seesWhereabouts } from "./redact.ts";
import type { ProvenRow } from "./row-proof.ts";

/** What rows are shown with. */
export interface RowScene {
  readonly environment: string;
  readonly role: Role;
  /** Every version of the limits, with its lines. */
  readonly versions: readonly LimitVersionView[];
}

/** Returns a row of the database as the page shows it. */
export function entryView(row: AuditEntryRow, proven: ProvenRow, scene: RowScene): AuditEntry {
  const isOpen = seesWhereabouts(scene.role);
  // What is hidden must not be told by the sentence, either.
  const facts = factsOfRow(isOpen ? row : { ...row, payload: redact(row.payload) });
  const hidden = isOpen ? {} : { ip: null, device: null, session: null };
  return {
    seq: row.journalSeq,
    index: row.recordIndex,
    at: row.at,
    actor: isOpen ? row.actor : redactActor(row),
    kind: row.kind,
    environment: scene.environment,
    ...facts,
    changes: [...facts.changes, ...limitLines(row, scene.versions)],
    ...hidden,
    previousHash: row.previousHash,
    hash: row.entryHash,
    proof: proven.proof,
    why: proven.why,
  };
}

/** Returns a row with everything that it holds, and what the journal holds in its place where that differs. */
export function detailView(row: AuditEntryRow, proven: ProvenRow, scene: RowScene): AuditDetail {
  const shown = (value: unknown) =>
    JSON.stringify(seesWhereabouts(scene.role) ? value : redact(value), null, 2);
  const { journaled, proof } = proven;
  return {
    ...entryView(row, proven, scene),
    stored: shown(row.payload),
    journaled: proof === "changed" && journaled !== null ? shown(journaled.payload) : null,
    redacted: !seesWhereabouts(scene.role),
  };
}

/** Somebody may have written anything into a row: what cannot be read as a record is shown as it is. */
function factsOfRow(row: AuditEntryRow): RecordFacts {
  try {
    return factsOf(storedRecord(row.payload));
  } catch {
    const nothing = { role: null, requestId: null, ip: null, device: null, session: null };
    const action = row.kind.replaceAll("_", " ");
    const sentence = "The row holds no record that can be read.";
    return { action, subject: "", reason: "", sentence, changes: [], ...nothing };
  }
}

/** Written by the projector as a record; what it is by now is shown beside the journal's own. */
function storedRecord(payload: unknown): EngineRecord {
  return payload as EngineRecord;
}

function limitLines({ kind, payload }: AuditEntryRow, versions: readonly LimitVersionView[]) {
  if (kind !== "limits_changed" || typeof payload !== "object" || payload === null) return [];
  const version: unknown = Reflect.get(payload, "version");
  const lines = versions.find((one) => one.version === version)?.lines ?? [];
  return lines.map(({ label, from, to }) => ({ field: label, before: from, after: to }));
}
