import type { KeyObject } from "node:crypto";
import type { AnchorVerdict } from "../../journal/heads/judge-heads.ts";
import { verifyAnchored } from "../../journal/heads/verify-anchored.ts";
import { type OrderFile, orderFile } from "./order-file.ts";

/** What vouches for an order's file. */
export interface OrderProof {
  /** Links and content of the whole journal. */
  readonly chainIsSound: boolean;
  readonly anchor: AnchorVerdict;
  /** A signed head covers the file's last record, and with it all of them. */
  readonly covered: boolean;
}

/** An order's file and what vouches for it. */
export interface Dossier {
  readonly file: OrderFile;
  readonly proof: OrderProof;
}

/** Where an order's file is gathered from, and what it is held against. */
export interface DossierSource {
  readonly dataDir: string;
  readonly sources: readonly string[];
  readonly key: KeyObject | null;
}

/**
 * Gathers everything about one order and verifies the journal that it comes from; the console and the command line give
 * the same. A file without steps: the journal knows no such order. Throws JournalFaultError on damage.
 */
export async function gatherDossier(
  { dataDir, ...heads }: DossierSource,
  order: string,
  onProgress?: (entries: number) => void,
): Promise<Dossier> {
  const file = orderFile(dataDir, order, onProgress);
  const { journal, anchor } = await verifyAnchored(dataDir, heads);
  const last = file.steps.at(-1)?.seq ?? 0;
  const covered = anchor.ok && anchor.seq !== null && anchor.seq >= last;
  return { file, proof: { chainIsSound: journal.ok, anchor, covered } };
}

/** Returns the file as it is written down. */
export function dossierText({ file, proof }: Dossier): string {
  return `${JSON.stringify({ ...file, proof }, null, 2)}\n`;
}

/** Returns the name of an order's file, without its ending: an id may hold what no name of a file may. */
export function dossierName(order: string): string {
  return order.replaceAll(/[^\w.-]/g, "_");
}
