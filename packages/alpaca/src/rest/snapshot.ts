import type { ClientOrderId } from "@interlock/core/ids";
import type {
  OrderList,
  VenueExecution,
  VenueOrder,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import { isTerminal } from "@interlock/core/order/order-status";
import type { UnixMs } from "@interlock/core/time";
import { lookUpOrder } from "./look-up-order.ts";
import { listCharges, listExecutions, listOrders } from "./paging.ts";
import { type Asking, askAccount, askClock, askPositions } from "./questions.ts";
import { answered, unanswered, type VenueAnswer } from "./venue-answer.ts";

/**
 * One picture of the account out of several answers. The venue gives no way to read them at one instant, so the log of
 * executions is read before and after: when it grew in between, positions and orders may not fit together and all is
 * read again. An account that never rests is answered all the same, and marked as unsettled.
 */

/** What a snapshot is asked for with. */
export interface SnapshotQuestion {
  /** Watermark: executions, closed orders and charges are listed from a little before it. */
  readonly since: UnixMs;
  /**
   * Orders that our books hold open. One that is in neither list, e.g. submitted before the watermark and closed
   * since, is looked up by its id; one that the venue does not know stays absent from the snapshot.
   */
  readonly workingOrders?: readonly ClientOrderId[];
  /** False leaves charges out, for comparisons within the day. Default true. */
  readonly charges?: boolean;
}

const ATTEMPTS_MAX = 3;

type Picture = Omit<VenueSnapshot, "executions">;

async function readPicture(
  asking: Asking,
  question: SnapshotQuestion,
): Promise<VenueAnswer<Picture>> {
  const { since } = question;
  const [account, positions, open, closed, charges, clock] = await Promise.all([
    askAccount(asking),
    askPositions(asking),
    listOrders(asking, { status: "open" }),
    listOrders(asking, { status: "closed", since }),
    question.charges === false ? answered([]) : listCharges(asking, since),
    askClock(asking),
  ]);
  if (!account.ok) return account;
  if (!positions.ok) return positions;
  if (!open.ok) return open;
  if (!closed.ok) return closed;
  if (!charges.ok) return charges;
  if (!clock.ok) return clock;
  const missing = await lookUpMissing(asking, question, [open.value, closed.value]);
  if (!missing.ok) return missing;
  const closedLater = missing.value.filter(isClosed);
  return answered({
    account: account.value,
    positions: positions.value,
    openOrders: [...open.value.orders, ...missing.value.filter((order) => !isClosed(order))],
    ...(open.value.unreadable.length > 0 && { unreadableOrders: open.value.unreadable }),
    closedOrders: [...closed.value.orders, ...closedLater],
    charges: charges.value,
    venueAt: clock.value.venueAt,
  });
}

function isClosed(order: VenueOrder): boolean {
  return order.status !== "unknown" && isTerminal(order.status);
}

async function lookUpMissing(
  asking: Asking,
  question: SnapshotQuestion,
  lists: readonly OrderList[],
): Promise<VenueAnswer<readonly VenueOrder[]>> {
  const listed = lists.flatMap(({ orders, unreadable }) => [...orders, ...unreadable]);
  const seen = new Set(listed.map((order) => order.clientOrderId));
  const found: VenueOrder[] = [];
  for (const id of question.workingOrders ?? []) {
    if (seen.has(id)) continue;
    const evidence = await lookUpOrder(asking, id);
    if (evidence.found === "unknown") {
      const { reason } = evidence;
      return unanswered({
        kind: "no_answer",
        message: reason,
        retryAt: asking.requests.now,
        raw: "",
      });
    }
    if (evidence.found === "yes") found.push(evidence.order);
  }
  return answered(found);
}

function latestTime(executions: readonly VenueExecution[], since: UnixMs): UnixMs {
  return executions.reduce((latest, { venueAt }) => Math.max(latest, venueAt), since);
}

/** Gathers the venue's whole answer for one comparison with our books. */
export async function takeSnapshot(
  asking: Asking,
  question: SnapshotQuestion,
): Promise<VenueAnswer<VenueSnapshot>> {
  const before = await listExecutions(asking, question.since);
  if (!before.ok) return before;
  const executions = new Map(before.value.map((execution) => [execution.executionId, execution]));
  for (let attempt = 1; ; attempt++) {
    const picture = await readPicture(asking, question);
    if (!picture.ok) return picture;
    const known = executions.size;
    const after = await listExecutions(
      asking,
      latestTime([...executions.values()], question.since),
    );
    if (!after.ok) return after;
    for (const execution of after.value) executions.set(execution.executionId, execution);
    const gathered = { ...picture.value, executions: [...executions.values()] };
    if (executions.size === known) return answered(gathered);
    if (attempt === ATTEMPTS_MAX) return answered({ ...gathered, unsettled: true });
  }
}
