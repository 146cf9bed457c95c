import {
  type Approval,
  type ApprovalEnding,
  type ApprovalState,
  type CarriedOut,
  isLive,
} from "./approval.ts";

/** Requests that something may still become of, and the latest that ended. One owner updates it in place. */
export interface ApprovalBook<Act = unknown> {
  /** Oldest first. */
  live: Approval<Act>[];
  /** The latest that ended, oldest first; older ones are in the journal. */
  ended: Approval<Act>[];
  /** Applied, and not yet carried out by whoever keeps what they are about, oldest first. */
  due: Approval<Act>[];
  /** Requests since the journal began: names the next one. */
  requested: number;
}

/** More open requests than this nobody reads: further ones are refused until some end. */
export const LIVE_MAX = 50;
const ENDED_KEPT = 100;

/** Returns a book in which nobody asked for anything. */
export function emptyApprovalBook<Act>(): ApprovalBook<Act> {
  return { live: [], ended: [], due: [], requested: 0 };
}

/** Returns a request by its id, open or of late; null when nobody knows it. */
export function findApproval<Act>(book: ApprovalBook<Act>, id: string): Approval<Act> | null {
  const is = (one: Approval<Act>): boolean => one.id === id;
  return book.live.find(is) ?? book.ended.findLast(is) ?? null;
}

/** Enters a new request, in place. */
export function enterApproval<Act>(book: ApprovalBook<Act>, approval: Approval<Act>): void {
  book.requested += 1;
  book.live.push(approval);
}

/** Puts a request in the place of what it was before, and away where it has ended; in place. */
export function replaceApproval<Act>(book: ApprovalBook<Act>, approval: Approval<Act>): void {
  const place = book.live.findIndex(({ id }) => id === approval.id);
  if (place < 0) return;
  if (isLive(approval)) {
    book.live[place] = approval;
    return;
  }
  book.live.splice(place, 1);
  book.ended.push(approval);
  if (book.ended.length > ENDED_KEPT) book.ended.shift();
}

/** Ends a request, or marks it as conflicted, in place; nothing where it has ended already. */
export function endApproval<Act>(
  book: ApprovalBook<Act>,
  id: string,
  end: {
    readonly state: Exclude<ApprovalState, "waiting" | "approved">;
    readonly ending: ApprovalEnding;
  },
): void {
  const approval = book.live.find((one) => one.id === id);
  if (approval !== undefined) replaceApproval(book, { ...approval, ...end });
}

/** Notes that an applied request is still to be carried out elsewhere, in place; nothing where it is none. */
export function awaitCarrying<Act>(book: ApprovalBook<Act>, id: string): void {
  const applied = book.ended.findLast((one) => one.id === id && one.state === "applied");
  if (applied !== undefined) book.due.push(applied);
}

/** Notes what came of an applied request that was carried out elsewhere, in place. */
export function noteCarried<Act>(book: ApprovalBook<Act>, id: string, carried: CarriedOut): void {
  book.due = book.due.filter((one) => one.id !== id);
  book.ended = book.ended.map((one) =>
    one.id === id && one.ending !== null ? { ...one, ending: { ...one.ending, carried } } : one,
  );
}
