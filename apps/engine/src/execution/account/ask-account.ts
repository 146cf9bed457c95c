import { moneyUnits } from "@interlock/core/number/money";
import type { VenueAccount } from "@interlock/core/order/execution-report";
import { MINUTE_MS, SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import { type AccountSource, noteFigures } from "@interlock/core/risk/exposure/account-watch";
import { noteAccountAsked } from "./note-asked.ts";
import { askForSnapshot } from "../ask-snapshot.ts";
import { describeOpenOrders } from "./describe-open-orders.ts";

/**
 * The account by itself: one request that says whether the venue still knows us.
 *
 * 1. Between comparisons it is asked for before the last answer is a minute old. Without an answer for so long nobody
 *    knows whether the account may trade, and only orders that reduce pass.
 * 2. A refusal of our key may be a proxy's: the account is asked for once more, and a second refusal is proof. Then
 *    nothing is sent but what a kill asks for, and a person is told which orders are left at the venue.
 * 3. While the key is refused only this question goes on, minutes apart. Trading goes on by itself once it is answered
 *    and the books were compared since.
 */
export function watchAccount(decision: Decision, { body }: Input): void {
  switch (body.kind) {
    case "account_answered":
      return takeAnswer(decision, body.account);
    case "venue_query_failed":
      if (body.what === "account") return takeFailure(decision, body);
      return body.keyRefused === true ? doubtKey(decision, body.reason) : undefined;
    case "submit_answered":
      if (body.answer.outcome === "rejected" && KEY_REFUSALS.includes(body.answer.code))
        doubtKey(decision, body.answer.message);
      return;
    case "cancel_answered":
    case "cancel_all_answered":
      return body.keyRefused === true ? doubtKey(decision, body.message) : undefined;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

/** Codes under which the adapter says that the key itself was refused, and not an order for what it asks. */
const KEY_REFUSALS: readonly string[] = ["http_401", "http_403"];

/** Age of the last answer at which the next is asked for, and at which nothing new is risked on it. */
const ASK_AGE_MS = 40 * SECOND_MS;
const AGE_MS_MAX = MINUTE_MS;
/** Pause after a failure, doubled by each further one: of an answer, and of an answer to a refused key. */
const FAILED_PAUSE_MS = 5 * SECOND_MS;
const REFUSED_PAUSE_MS = 30 * SECOND_MS;
const DOUBLINGS_MAX = 3;

/** Takes what an answer of the venue says of the account, whichever question it answers. */
export function noteAccount(
  decision: Decision,
  account: VenueAccount,
  source: AccountSource,
): void {
  tellDeficit(decision, account);
  noteFigures(decision.views.accountWatch, account, source);
  const question = decision.views.accountQuestion;
  Object.assign(question, {
    answeredAt: decision.time,
    failures: 0,
    failure: "",
    keyRefused: false,
  });
  decision.release("account_stale", "the venue answered for the account again");
  if (!account.tradingBlocked)
    return decision.release("venue_account", "the venue has lifted the block");
  const reason = `the venue blocks trading on this account (status ${account.status}): ask Alpaca's support why`;
  if (decision.hold({ source: "venue_account", state: "reducing", reason }))
    decision.alert("critical", `No new risk is taken: ${reason}.`);
}

/** What stops new risk until the venue shows otherwise is told once, when it begins. */
function tellDeficit(decision: Decision, account: VenueAccount): void {
  const before = decision.views.accountWatch.figures;
  if (isShort(account) && (before === null || !isShort(before)))
    decision.alert(
      "critical",
      "The venue wants more margin than the account has equity: no new risk is taken until the deficit is gone. Close positions or add money.",
    );
  if (isBare(account) && (before === null || !isBare(before)))
    decision.alert(
      "critical",
      "The venue shows an account without equity: no new risk is taken until it shows some. Look at the account at the broker.",
    );
}

type Figures = Pick<VenueAccount, "equity" | "maintenanceMargin">;

function isShort({ equity, maintenanceMargin }: Figures): boolean {
  return maintenanceMargin !== undefined && moneyUnits(maintenanceMargin) > moneyUnits(equity);
}

function isBare({ equity }: Figures): boolean {
  return moneyUnits(equity) <= 0;
}

function takeAnswer(decision: Decision, account: VenueAccount): void {
  const question = decision.views.accountQuestion;
  question.inFlight = false;
  noteAccount(decision, account, "account");
  // An answer that may have been given before the refusal disproves nothing.
  if (question.keyDoubt !== "" && question.askedAt < question.doubtedAt) return ask(decision);
  question.keyDoubt = "";
  if (!decision.isHeldBy("venue_key")) return;
  decision.views.snapshots.trustedFrom = decision.time;
  askForSnapshot(decision, decision.state.recovered ? "continuous" : "recovery");
}

interface Failure {
  readonly reason: string;
  readonly keyRefused?: true;
}

function takeFailure(decision: Decision, { reason, keyRefused }: Failure): void {
  const question = decision.views.accountQuestion;
  question.inFlight = false;
  question.failures += 1;
  question.failure = reason;
  if (keyRefused !== true) return;
  question.keyRefused = true;
  if (question.keyDoubt !== "") return holdForKey(decision, question.keyDoubt);
  doubtKey(decision, reason);
}

/** A key that was refused once is asked about at once; orders that follow meanwhile are refused one by one. */
function doubtKey(decision: Decision, why: string): void {
  const question = decision.views.accountQuestion;
  if (decision.isHeldBy("venue_key") || question.keyDoubt !== "") return;
  Object.assign(question, { keyDoubt: why, doubtedAt: decision.time });
  if (!question.inFlight) ask(decision);
}

function holdForKey(decision: Decision, why: string): void {
  decision.views.accountQuestion.keyDoubt = "";
  const orders = describeOpenOrders(decision.state);
  const reason = `the venue refuses our key, and did so again when asked for the account: ${endWithStop(why)} ${orders}`;
  if (decision.hold({ source: "venue_key", state: "halted", reason }))
    decision.alert("critical", `Nothing is sent but a person's kill: ${reason}`);
}

function endWithStop(sentence: string): string {
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}

function askWhenDue(decision: Decision): void {
  const { state, views, time } = decision;
  const { inFlight, answeredAt, askedAt, failures } = views.accountQuestion;
  if (!state.recovered || answeredAt === null) return;
  const isStale = failures > 0 && time - answeredAt > AGE_MS_MAX;
  if (isStale && !decision.isKeyRefused()) holdStale(decision, time - answeredAt);
  const isDue = isDoubted(decision) || time - answeredAt >= ASK_AGE_MS;
  if (inFlight || !isDue || (failures > 0 && time - askedAt < pauseAfter(decision))) return;
  ask(decision);
}

function isDoubted({ views }: Decision): boolean {
  return views.accountQuestion.keyDoubt !== "" || views.accountQuestion.keyRefused;
}

function pauseAfter(decision: Decision): number {
  const first = decision.isKeyRefused() ? REFUSED_PAUSE_MS : FAILED_PAUSE_MS;
  return first * 2 ** Math.min(decision.views.accountQuestion.failures - 1, DOUBLINGS_MAX);
}

function holdStale(decision: Decision, ageMs: number): void {
  const { failure } = decision.views.accountQuestion;
  const reason = `the venue has not answered for the account for ${Math.round(ageMs / SECOND_MS)} s: ${failure}`;
  if (decision.hold({ source: "account_stale", state: "reducing", reason }))
    decision.alert("critical", `No new risk is taken: ${reason}`);
}

function ask(decision: Decision): void {
  Object.assign(decision.views.accountQuestion, { inFlight: true, askedAt: decision.time });
  noteAccountAsked(decision, "account");
  decision.perform({ kind: "ask_account" });
}
