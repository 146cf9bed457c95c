import type { z } from "zod";
import type { Actor } from "../actor.ts";
import type { KeyScope } from "../permissions.ts";
import type { Environment } from "../view/scalars.ts";
import type * as input from "./key-input.ts";

/** A key as people see it: never the key itself. Times are wall-clock milliseconds of the server. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  /** The beginning of the key. */
  readonly prefix: string;
  readonly scopes: readonly KeyScope[];
  readonly environment: Environment;
  readonly maker: string;
  /** Whether the one who asks made it. */
  readonly own: boolean;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
  readonly state: "good" | "expired" | "revoked" | "suspended";
}

/** A key that others agreed to: whoever asked for it fetches it, once, by making the same key once more. */
export interface AgreedKey {
  readonly approvalId: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly days: number;
  readonly fetchBy: number;
}

/** What became of an act about keys. */
export interface KeyAnswer {
  readonly accepted: boolean;
  /** Sentence for a person: what happened, or why not and what to do next. */
  readonly sentence: string;
  /** What it lacked; with it, it may be asked for again. */
  readonly needs?: "step_up" | "approval" | undefined;
  /** Nobody else could approve it: whoever asks may themself, later. Absent: others can. */
  readonly alone?: boolean | undefined;
  /** Id of the request that was made, where others must agree. */
  readonly requested?: string | undefined;
  /** The key; shown this once. */
  readonly secret?: string | undefined;
}

/** Keys of programs: Postgres is primary for them, and the edge keeps them. */
export interface KeyPort {
  list(actor: Actor): Promise<readonly KeyView[]>;
  /** What the one who asks may fetch. */
  agreed(actor: Actor): Promise<readonly AgreedKey[]>;
  create(actor: Actor, wanted: z.infer<typeof input.keyCreate>): Promise<KeyAnswer>;
  rotate(actor: Actor, wanted: z.infer<typeof input.keyRotate>): Promise<KeyAnswer>;
  revoke(actor: Actor, id: string): Promise<KeyAnswer>;
}
