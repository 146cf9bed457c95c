import type { SignedHead } from "../signed-head.ts";

/** A place outside the database, and best outside this machine, that keeps signed heads. */
export interface HeadPlace {
  /** How it is called in health, in alerts and in the journal: what it is and where, without secrets. */
  readonly name: string;
  /** Puts a head there. Resolves when the place has it; rejects with the reason when it has not. */
  publish(head: SignedHead, signal: AbortSignal): Promise<void>;
}

/** What every place keeps beside the heads: the key by which they are checked. */
export interface PlaceKey {
  readonly publicPem: string;
}

/** The file of a place that is a folder, one head a line. */
export const HEADS_FILE = "heads.jsonl";
/** The public key, beside the heads. It is convenient there and proves nothing: pin it elsewhere. */
export const KEY_FILE = "head.pub";
