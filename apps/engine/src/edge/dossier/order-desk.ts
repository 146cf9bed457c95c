import { TRPCError } from "@trpc/server";
import type { Actor } from "@interlock/api/actor";
import type { OrderFilePort } from "@interlock/api/audit-port";
import type { AuditExport, OrderFileView } from "@interlock/api/view/audit-view";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { type HeadPlaceConfig, localPlaces } from "../../journal/heads/places/open-places.ts";
import type { PersonEvent } from "../../records/person-record.ts";
import { redact, redactActor, seesWhereabouts } from "../audit/redact.ts";
import { factsOf } from "../audit/audit-line.ts";
import { commandActor } from "../auth/command-actor.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import { type Dossier, dossierName, dossierText } from "./gather-dossier.ts";
import type { OrderFileStep } from "./order-file.ts";
import { OrderFiles } from "./order-files.ts";
import { orderHtml } from "./order-html.ts";

/** What the desk works with. */
export interface OrderDeskParts {
  readonly dataDir: string;
  readonly book: EdgeBook;
  readonly places: readonly HeadPlaceConfig[];
  readonly note: (noted: PersonEvent) => void;
  /** The thread that gathers ends with the edge. */
  readonly end: AbortSignal;
}

/** Makes the gate's side of an order's file: all that the journal holds about one order, with what vouches for it. */
export function makeOrderDesk(parts: OrderDeskParts): OrderFilePort {
  const { dataDir, places, end } = parts;
  const files = new OrderFiles(() => sourceOf(dataDir, places), Date.now);
  end.addEventListener("abort", () => files.close());
  return {
    orderFile: ({ clientOrderId }, { role, ...actor }) => {
      const asked = { order: clientOrderId, who: actor.userId };
      const found = files.ask(asked, parts.book.state.journalSeq);
      if (found.state === "ready") return readyView(shownTo(role, found.dossier), role);
      const entries = found.state === "gathering" ? found.entries : 0;
      const sentence = found.state === "gathering" ? "" : found.sentence;
      const total = parts.book.state.journalSeq;
      return { ...NOTHING, state: found.state, entries, total, sentence };
    },
    exportOrder: ({ clientOrderId, format }, actor) => {
      const found = files.last(clientOrderId);
      if (found === null) throw notReady(clientOrderId);
      return exportAs(parts, { dossier: shownTo(actor.role, found), format }, actor);
    },
  };
}

const NOTHING: OrderFileView = {
  state: "gathering",
  ...{ entries: 0, total: 0, upTo: null, sentence: "", steps: [], proof: null, redacted: false },
};

function sourceOf(dataDir: string, places: readonly HeadPlaceConfig[]) {
  const { publicPem: key } = openHeadKey(dataDir);
  return { dataDir, sources: localPlaces(dataDir, places), key };
}

/** Returns a dossier as a role may see it: hashes are always of the whole. */
function shownTo(role: Actor["role"], dossier: Dossier): Dossier {
  if (seesWhereabouts(role)) return dossier;
  const { file, proof } = dossier;
  return { file: { ...file, steps: file.steps.map(redactStep) }, proof };
}

function redactStep(step: OrderFileStep): OrderFileStep {
  const record = asRecord(redact(step.record));
  const by = redactActor({ actor: step.by, payload: step.record });
  return { ...step, record, by, sentence: factsOf(record).sentence };
}

/** Only texts and numbers were masked: it has the form that it had. */
function asRecord(redacted: unknown): OrderFileStep["record"] {
  return redacted as OrderFileStep["record"];
}

function readyView({ file, proof }: Dossier, role: Actor["role"]): OrderFileView {
  const { chainIsSound, anchor, covered } = proof;
  return {
    ...{ state: "ready", entries: file.upTo, total: file.upTo, upTo: file.upTo, sentence: "" },
    steps: file.steps.map(({ record, ...step }) => {
      return { ...step, kind: record.kind, record: JSON.stringify(record, null, 2) };
    }),
    proof: { chainIsSound, covered, anchoredSeq: anchor.seq, sentence: anchor.sentence },
    redacted: !seesWhereabouts(role),
  };
}

function notReady(id: string): TRPCError {
  const message = `The file of order ${id} is not gathered yet: open its page, and take it when it is shown.`;
  return new TRPCError({ code: "PRECONDITION_FAILED", message });
}

interface Wanted {
  readonly dossier: Dossier;
  readonly format: "json" | "html";
}

function exportAs(
  { note }: OrderDeskParts,
  { dossier, format }: Wanted,
  actor: Actor,
): AuditExport {
  const { file, proof } = dossier;
  if (file.steps.length === 0) {
    const message = `The journal holds nothing about an order ${file.clientOrderId}.`;
    throw new TRPCError({ code: "NOT_FOUND", message });
  }
  const text = format === "json" ? dossierText(dossier) : orderHtml(file, proof.anchor);
  const { from = {} } = commandActor(actor);
  const { name: by, userId: byId, role } = actor;
  const detail = `the file of order ${file.clientOrderId} as ${format}, up to entry ${file.upTo}`;
  note({ event: "export_made", by, byId, role, about: null, from, detail });
  const name = `${dossierName(file.clientOrderId)}.${format}`;
  return { files: [{ name, text }], sentence: `${file.steps.length} records.` };
}
