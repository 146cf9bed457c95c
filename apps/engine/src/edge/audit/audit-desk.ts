import { TRPCError } from "@trpc/server";
import type { AuditPort, OrderFilePort } from "@interlock/api/audit-port";
import type { Actor } from "@interlock/api/actor";
import type { AuditExport, AuditState, VerificationView } from "@interlock/api/view/audit-view";
import { assert } from "@interlock/core/assert";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import { auditSearchPage } from "@interlock/db/read/audit-search";
import type { LedgerClient } from "@interlock/db/read/ledger-client";
import {
  encodeManifest,
  ENTRIES_FILE,
  MANIFEST_FILE,
  RECORDS_FILE,
} from "../../journal/export/export-manifest.ts";
import { makeExport } from "../../journal/export/make-export.ts";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { type HeadPlaceConfig, localPlaces } from "../../journal/heads/places/open-places.ts";
import { RECORD_SINCE } from "../../record-versions.ts";
import type { PersonEvent, PersonEventName } from "../../records/person-record.ts";
import type { HeadPublisher } from "../anchor/head-publisher.ts";
import { commandActor } from "../auth/command-actor.ts";
import { trailEvidence, type TrailEvidence } from "./trail-evidence.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import type { History } from "../http/history.ts";
import { orExplain } from "../http/or-explain.ts";
import type { AuditWatch } from "../project/audit-watch.ts";
import { detailView, entryView, type RowScene } from "./audit-rows.ts";
import { EntryFinder } from "./entry-finder.ts";
import { kindsOf } from "./groups.ts";
import { missingRow } from "./missing-row.ts";
import { hiddenFrom } from "./redact.ts";
import { type ProvenRow, proveRow } from "./row-proof.ts";
import { VerificationRun } from "./verification-run.ts";

/** What the desk works with. */
export interface AuditDeskParts {
  readonly dataDir: string;
  readonly book: EdgeBook;
  readonly ledger: LedgerClient;
  /** The same database, for what the client cannot ask. */
  readonly pool: Pick<DatabasePool, "query">;
  readonly history: History;
  readonly heads: HeadPublisher;
  readonly places: readonly HeadPlaceConfig[];
  readonly rows: Pick<AuditWatch, "status">;
  readonly note: (noted: PersonEvent) => void;
  readonly found: (sentence: string) => void;
  /** Told what a verification of the whole trail came to, as evidence for going live. */
  readonly measured: (evidence: TrailEvidence) => void;
}

/** A browser takes an export of so many entries; the command line takes any. */
const EXPORT_MAX = 20_000;
/** Rows of a page are held against the journal for so long; the rest says that it was not. */
const PROOF_MS = 200;

/** Makes the audit trail's side of the gate: rows from the database, each held against the journal, and their proof. */
export function makeAuditDesk(parts: AuditDeskParts): Omit<AuditPort, keyof OrderFilePort> {
  const { dataDir, book, ledger } = parts;
  const finder = new EntryFinder(dataDir);
  const run = makeRun(parts);
  return {
    auditEntries: async ({ group, ...query }, actor) => {
      const kinds = kindsOf(group, Object.keys(RECORD_SINCE));
      const hidden = hiddenFrom(actor.role);
      const page = await orExplain(auditSearchPage(ledger, { ...query, ...kinds, hidden }));
      const scene = await sceneOf(parts, actor, page.rows);
      const until = performance.now() + PROOF_MS;
      const rows = page.rows.map((row) =>
        entryView(row, performance.now() < until ? proveRow(finder, row) : NOT_PROVEN, scene),
      );
      return { rows, nextCursor: page.nextCursor };
    },
    auditEntry: async ({ seq, index }, actor) => {
      const { rows } = await orExplain(auditSearchPage(ledger, { seq, limit: 500 }));
      const row = rows.find(({ recordIndex }) => recordIndex === index);
      const missing = row === undefined ? await missingRow(parts, finder, { seq, index }) : null;
      const [shown, proven] =
        row === undefined ? [missing?.row, missing?.proven] : [row, proveRow(finder, row)];
      if (shown === undefined || proven === undefined) return null;
      return detailView(shown, proven, await sceneOf(parts, actor, [shown]));
    },
    auditState: () => stateOf(parts),
    verification: () => run.view(),
    verifyAudit: ({ range }, actor) => {
      noteBy(parts, actor, { event: "audit_verified", detail: rangeText(range) });
      return run.begin(actor.name, range);
    },
    exportAudit: (query, actor) => exportRange(parts, query, actor),
  };

  function makeRun({ places, found, measured }: AuditDeskParts): VerificationRun {
    return new VerificationRun({
      dataDir,
      heads: () => ({
        sources: localPlaces(dataDir, places),
        key: openHeadKey(dataDir).publicKey,
      }),
      lastSeq: () => book.state.journalSeq,
      ended: (view, reach) => {
        const evidence = trailEvidence(view, reach);
        if (evidence !== null) measured(evidence);
        if (view.state === "faulty") found(`The audit trail did not verify: ${worst(view)}`);
      },
      now: Date.now,
    });
  }
}

const NOT_PROVEN: ProvenRow = {
  proof: "unchecked",
  why: "not compared with the journal in this list; open it to compare it",
  journaled: null,
};

function worst({ links, content, anchored, firstBadSeq }: VerificationView): string {
  const bad = [links, content, anchored].find((verdict) => verdict?.ok === false);
  const first = firstBadSeq === null ? "" : `first bad entry ${firstBadSeq}: `;
  return `${first}${bad?.sentence ?? "see the audit page"}`;
}

function rangeText(range: { readonly from: number; readonly to: number } | undefined): string {
  return range === undefined ? "the whole trail" : `entries ${range.from} to ${range.to}`;
}

/** Old and new limits are read only where a row needs them. */
async function sceneOf(
  { book, history }: AuditDeskParts,
  { role }: Actor,
  rows: readonly AuditEntryRow[],
): Promise<RowScene> {
  const environment = book.state.settings?.environment ?? "sim";
  const needed = rows.some(({ kind }) => kind === "limits_changed");
  const versions = needed ? await orExplain(history.limitVersions(book.state.accountId)) : [];
  return { environment, role, versions };
}

function stateOf({ book, heads, rows }: AuditDeskParts): AuditState {
  const { places, anchored } = heads.status();
  const { fault, error, comparedTo, comparedWhole } = rows.status();
  const compared = comparedWhole
    ? "all rows of the database agree with the journal"
    : `rows up to entry ${comparedTo} agree with the journal so far`;
  return {
    lastSeq: book.state.journalSeq,
    anchoredSeq: anchored?.seq ?? null,
    anchoredAt: anchored?.at ?? null,
    places: places.map(({ name, head, at, error: why }) => {
      return { name, seq: head?.seq ?? null, at, error: why };
    }),
    rowsFault: fault,
    rowsCompared: error === "" ? compared : `rows are not compared just now: ${error}`,
  };
}

async function exportRange(
  parts: AuditDeskParts,
  { range, format }: Parameters<AuditPort["exportAudit"]>[0],
  actor: Actor,
): Promise<AuditExport> {
  const { dataDir, book, places } = parts;
  const { from, to } = range;
  if (to - from >= EXPORT_MAX) {
    throw new TRPCError({
      code: "BAD_REQUEST",
      message: `A browser takes ${EXPORT_MAX} entries at most: narrow the range, or run ./interlock audit export --from ${from} --to ${to} --into DIR.`,
    });
  }
  const key = openHeadKey(dataDir);
  const name = format === "csv" ? RECORDS_FILE : ENTRIES_FILE;
  let text = "";
  const plan = { ...range, dataDir, format, key, by: actor.name, build: book.state.build };
  const manifest = await makeExport({ ...plan, sources: localPlaces(dataDir, places) }, (piece) => {
    text += piece;
  });
  assert(manifest.files[0]?.name === name, "an export holds the file that was asked for");
  const detail = `entries ${manifest.from} to ${manifest.to} as ${format}`;
  noteBy(parts, actor, { event: "export_made", detail });
  const files = [
    { name, text },
    { name: MANIFEST_FILE, text: encodeManifest(manifest, key) },
  ];
  return { files, sentence: `${manifest.entries} entries, ${detail}.` };
}

function noteBy(
  { note }: Pick<AuditDeskParts, "note">,
  actor: Actor,
  { event, detail }: { readonly event: PersonEventName; readonly detail: string },
): void {
  const { from = {} } = commandActor(actor);
  const { name: by, userId: byId, role } = actor;
  note({ event, by, byId, role, about: null, from, detail });
}
