import type { ClientOrderId } from "../../ids.ts";
import type { OrderIntent } from "../../order/order-intent.ts";
import type { UnixMs } from "../../time.ts";
import type { Denial } from "../denial.ts";
import { OVERRIDE_MS_MAX, type OverrideGrant, type OverrideStanding } from "./override.ts";
import type { HeldThen } from "./reversal.ts";

/**
 * What was denied of late, and every override of it: granted, used, void, and tried in vain. Plain data that one owner
 * updates in place from the records, durable: a restart forgets no use, and a grant rests on what was recorded.
 */
export interface OverrideBook {
  /** Orders that were denied within the time in which they can be overridden, oldest first. */
  denied: DeniedOrder[];
  /** The latest overrides, oldest first. One that is dropped is unknown, and refused. */
  overrides: OverrideEntry[];
  /** The latest tries that were refused, oldest first. */
  refusals: OverrideRefusal[];
  /** Overrides granted since the journal began: names the next one. */
  granted: number;
}

/** An order that was denied, with all reasons. */
export interface DeniedOrder {
  readonly at: UnixMs;
  readonly intent: OrderIntent;
  readonly denials: readonly Denial[];
  /** What was held in its symbol; absent in a snapshot from before it was kept. */
  readonly held?: HeldThen;
}

/** An override with what became of it. */
export interface OverrideEntry {
  readonly grant: OverrideGrant;
  standing: OverrideStanding;
}

/** Somebody wanted to use an override that did not allow it. */
export interface OverrideRefusal {
  readonly at: UnixMs;
  readonly overrideId: string;
  readonly by: string;
  readonly role: string;
  readonly sentence: string;
}

/** A storm of denials keeps only its newest ones; the others can no longer be overridden. */
export const DENIED_KEPT = 100;
const OVERRIDES_KEPT = 50;

/** Returns a book in which nothing was denied. */
export function emptyOverrideBook(): OverrideBook {
  return { denied: [], overrides: [], refusals: [], granted: 0 };
}

/** Remembers a denied order, in place, if it is one that a person could have sent: a strategy's wish or their own. */
export function noteDenied(book: OverrideBook, denied: DeniedOrder): void {
  const { purpose, pricing } = denied.intent;
  if (purpose !== "signal" && purpose !== "operator") return;
  if (pricing.type !== "limit" && pricing.type !== "market") return;
  const oldest = denied.at - OVERRIDE_MS_MAX;
  book.denied.push(denied);
  const past = book.denied.findIndex(({ at }) => at > oldest);
  book.denied.splice(0, Math.max(past, book.denied.length - DENIED_KEPT));
}

/** Returns a denied order that is not too old; null when it is, or when nobody knows it. */
export function deniedOrder(
  book: OverrideBook,
  id: ClientOrderId,
  now: UnixMs,
): DeniedOrder | null {
  const found = book.denied.find(({ intent }) => intent.clientOrderId === id);
  return found === undefined || now - found.at >= OVERRIDE_MS_MAX ? null : found;
}

/** Enters an override that was granted, in place. */
export function enterOverride(book: OverrideBook, grant: OverrideGrant): void {
  book.granted += 1;
  book.overrides.push({ grant, standing: { kind: "open" } });
  if (book.overrides.length > OVERRIDES_KEPT) book.overrides.shift();
}

/** Returns the newest override of a denied order; null when there was none. */
export function overrideOf(book: OverrideBook, id: ClientOrderId): OverrideEntry | null {
  return book.overrides.findLast(({ grant }) => grant.intent.clientOrderId === id) ?? null;
}

/** Returns an override by its id; null when nobody knows it. */
export function findOverride(book: OverrideBook, overrideId: string): OverrideEntry | null {
  return book.overrides.find(({ grant }) => grant.overrideId === overrideId) ?? null;
}

/** Says what became of an override, in place: it was used, or is void. Never the other way. */
export function endOverride(
  book: OverrideBook,
  overrideId: string,
  standing: Exclude<OverrideStanding, { readonly kind: "open" }>,
): void {
  const entry = findOverride(book, overrideId);
  if (entry?.standing.kind === "open") entry.standing = standing;
}

/** Enters a try that was refused, in place. */
export function noteRefusal(book: OverrideBook, refusal: OverrideRefusal): void {
  book.refusals.push(refusal);
  if (book.refusals.length > OVERRIDES_KEPT) book.refusals.shift();
}

/** Returns the overrides that could be used at `now`. */
export function openOverrides(book: OverrideBook, now: UnixMs): readonly OverrideEntry[] {
  return book.overrides.filter(
    ({ grant, standing }) => standing.kind === "open" && now < grant.expiresAt,
  );
}
