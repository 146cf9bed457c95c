import { createPublicKey } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { assert } from "@interlock/core/assert";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { type Dossier, gatherDossier } from "./gather-dossier.ts";

/** What a thread is to gather. */
export interface ToDossierWorker {
  readonly dataDir: string;
  readonly order: string;
  readonly sources: readonly string[];
  /** Public key of the heads in PEM. */
  readonly key: string;
}

/** How far it is, and in the end what there is, or why there is nothing. */
export type FromDossierWorker =
  | { readonly entries: number }
  | { readonly dossier: Dossier }
  | { readonly fault: string };

assert(parentPort !== null, "an order's file is gathered in a worker thread only");
const port = parentPort;
port.on("message", ({ order, key, ...source }: ToDossierWorker) => {
  const say = (message: FromDossierWorker) => port.postMessage(message);
  void gatherDossier({ ...source, key: createPublicKey(key) }, order, (entries) => say({ entries }))
    .then((dossier) => say({ dossier }))
    .catch((error: unknown) => say({ fault: sentenceOf(error) }));
});

function sentenceOf(error: unknown): string {
  if (error instanceof JournalFaultError) return `The journal is damaged: ${error.fault.sentence}`;
  return error instanceof Error ? error.message : String(error);
}
