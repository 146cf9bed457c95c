import { assertNever } from "@interlock/core/assert";
import { WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import type { ClientOrderId } from "@interlock/core/ids";
import {
  absoluteQuantity,
  addQuantity,
  formatQuantity,
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  signOfQuantity,
  UNITS_PER_SHARE,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { awaitsExecutions, isOpen, type Order } from "@interlock/core/order/order";
import type { OneShotOverride } from "@interlock/core/risk/override/override";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import type { Closing, ClosingOutcome } from "../risk/closing.ts";
import { adoptBreak } from "./adopt-break.ts";
import { endApprovals } from "./approval/end-approvals.ts";
import { noteCarried } from "./approval/note-carried.ts";
import { isApprovalCommand, takeApproval } from "./approval/take-approval.ts";
import { accept, type CommandOutcome, refuse, verdictRest } from "./command-outcome.ts";
import { digestOf } from "./command-digest.ts";
import { climb } from "./ladder.ts";
import { watchLaunch } from "../golive/watch-launch.ts";
import { isGoLiveCommand } from "./golive/golive-command.ts";
import { obeyGoLive } from "./golive/obey-golive.ts";
import { changeLimits } from "./limits/change-limits.ts";
import { enableStrategy } from "./enable-strategy.ts";
import { grantOverride } from "./override/grant-override.ts";
import { voidOverrides } from "./override/void-overrides.ts";
import { answerUse, useOverride } from "./override/use-override.ts";
import { rearmBreaker } from "./rearm/rearm-breaker.ts";
import { rearmStop } from "./rearm/rearm-stop.ts";
import { requestKill } from "./kill/request-kill.ts";
import { resume } from "./resume.ts";
import type { CommandBody, OperatorCommand } from "./operator-command.ts";

/**
 * An operator's command is answered once: its record, with who, what and the answer, is durable before the answer is
 * given. The same command id again gets the first answer and has no further effect.
 */
export function takeCommand(decision: Decision, input: Input): Ordered {
  // Before a use of one, and after what a command has ended.
  voidOverrides(decision);
  endApprovals(decision);
  noteCarried(decision, input);
  const ordered = takeOrder(decision, input);
  voidOverrides(decision);
  endApprovals(decision);
  watchLaunch(decision, input);
  return ordered;
}

function takeOrder(decision: Decision, input: Input): Ordered {
  if (input.body.kind !== "command") return NOTHING_ORDERED;
  const { command } = input.body;
  const { commandId } = command;
  const earlier = decision.state.commands[commandId];
  if (earlier !== undefined) {
    const { digest, ...given } = earlier;
    const answered = isRepeated(command, digest) ? given : refuse(OTHER_COMMAND);
    decision.perform({ kind: "answer_command", commandId, ...answered });
    return NOTHING_ORDERED;
  }
  const { closings, override, ...answered } = obey(decision, command, input.body.hostAt);
  if (closings !== undefined) return { command, closings, override: null };
  if (override !== undefined) return { command, closings: [], override };
  answer(decision, command, answered);
  return NOTHING_ORDERED;
}

/** Whether a command is the one that its id was first used for; answers that older builds kept do not say. */
function isRepeated(command: OperatorCommand, digest: string | undefined): boolean {
  return digest === undefined || digest === digestOf(command);
}

const OTHER_COMMAND =
  "Nothing was done: this command id was used before for another command. Send it again under an id of its own.";

/** What a command wants sent. It is answered from what becomes of that, by `answerOrdered`. */
export interface Ordered {
  readonly command: OperatorCommand | null;
  readonly closings: readonly Closing[];
  readonly override: OneShotOverride | null;
}

const NOTHING_ORDERED: Ordered = { command: null, closings: [], override: null };

/** Answers a command that wanted something sent: from the orders that left, or with what refused them. */
export function answerOrdered(
  decision: Decision,
  { command, closings, override }: Ordered,
  { refusals, override: refusal = NOT_DECIDED }: ClosingOutcome,
): void {
  if (command === null) return;
  if (override !== null) return answer(decision, command, answerUse(decision, override, refusal));
  const why = closings.flatMap(({ symbol }) => refusals.get(symbol) ?? []).join(" ");
  let closing = ZERO_QUANTITY;
  for (const record of decision.records) {
    if (record.kind === "order_approved" && record.intent.purpose === "operator")
      closing = addQuantity(closing, record.intent.quantity);
  }
  const symbols = closings.map(({ symbol }) => symbol).join(", ");
  if (signOfQuantity(closing) === 0) return answer(decision, command, refuse(`Not closed: ${why}`));
  const rest = why === "" ? "" : ` Not all of it: ${why}`;
  answer(decision, command, accept(`Closing ${formatQuantity(closing)} ${symbols}.${rest}`));
}

/** Nobody put it to the gate: then nothing was sent. */
const NOT_DECIDED = "the order was not decided.";

function answer(decision: Decision, command: OperatorCommand, given: CommandOutcome): void {
  const { commandId, actor, via, body } = command;
  const { accepted, sentence, ...rest } = given;
  const answered = { accepted, sentence, ...verdictRest(rest) };
  decision.emit({ kind: "command_answered", commandId, actor, via, body, ...answered });
  decision.perform({ kind: "answer_command", commandId, ...answered });
}

function obey(
  decision: Decision,
  command: OperatorCommand,
  hostAt: number | undefined,
): CommandOutcome {
  const { body, actor, via } = command;
  const lacking = climb(decision, command, hostAt);
  if (lacking !== null) return lacking;
  if (isApprovalCommand(body)) return takeApproval(decision, body, { command, hostAt });
  if (isGoLiveCommand(body)) return obeyGoLive(decision, body, command);
  switch (body.kind) {
    case "kill": {
      const { mode, reason, includeStops, scope = WHOLE_ACCOUNT, drill, raised } = body;
      const terms = { mode, includeStops, scope, drill, raised };
      return requestKill(decision, { ...terms, reason, by: actor.name, via, hostAt });
    }
    case "resume":
      return resume(decision, body, actor.name);
    case "enable_strategy":
      return enableStrategy(decision, { ...body, by: actor.name });
    case "rearm_breaker":
      return rearmBreaker(decision, { ...body, by: actor.name });
    case "rearm_stop":
      return rearmStop(decision, body.symbol);
    case "cancel_order":
      return cancelOrder(decision, body.clientOrderId);
    case "close_position":
      return closePosition(decision, body);
    case "adopt_break":
      return adoptBreak(decision, { ...body, by: actor.name });
    case "adopt_policy":
      return refuse("The policy that counts is the configured one: there is nothing to agree to.");
    case "change_limits":
      return changeLimits(decision, { ...body, by: actor.name });
    case "grant_override":
      return grantOverride(decision, body, actor);
    case "use_override":
      return useOverride(decision, body, actor);
    default:
      return assertNever(body);
  }
}

function cancelOrder(decision: Decision, id: ClientOrderId): CommandOutcome {
  const other = Object.values(decision.state.external).find((one) => one.clientOrderId === id);
  if (other !== undefined) return cancelOther(decision, other);
  const order = decision.state.orders[id];
  if (order === undefined) return refuse(`No order ${id} is known here.`);
  if (!isOpen(order)) return refuse(`The order is already ${order.status}.`);
  if (awaitsExecutions(order))
    return refuse(
      "The order has ended at the venue, and its executions are awaited: see the page Reconciliation.",
    );
  if (order.venueOrderId === null)
    return refuse("The venue has not named this order yet; try again in a moment.");
  const event = { kind: "cancel_requested" as const, at: decision.time, reason: "operator" };
  decision.emit({ kind: "order_advanced", clientOrderId: id, event, raw: "" });
  decision.perform({ kind: "cancel_order", venueOrderId: order.venueOrderId, urgent: true });
  return accept("The cancel was sent. It is done when the venue confirms it.");
}

/** Of an order that is not ours only the request is on record: the venue's report ends it. */
function cancelOther(decision: Decision, { venueOrderId }: Order): CommandOutcome {
  if (venueOrderId === null) return refuse("The venue has not named this order yet.");
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
  return accept(
    "The cancel was sent for an order that is not ours. It is done when the venue confirms it.",
  );
}

function closePosition(
  decision: Decision,
  body: Extract<CommandBody, { readonly kind: "close_position" }>,
): CommandOutcome {
  const held = decision.state.portfolio.positions[body.symbol]?.quantity;
  if (held === undefined || signOfQuantity(held) === 0)
    return refuse(`There is no position in ${body.symbol}.`);
  const quantity = part(absoluteQuantity(held), body.percent);
  const closing: Closing = { symbol: body.symbol, quantity, purpose: "operator" };
  return { ...accept(""), closings: [closing] };
}

/** A share of a position in whole shares where it has any, all of it at 100 %. */
function part(held: Quantity, percent: number): Quantity {
  if (percent >= 100) return held;
  const whole = Math.floor((quantityUnits(held) * percent) / 100 / UNITS_PER_SHARE);
  return quantityFromUnits(Math.max(whole, 1) * UNITS_PER_SHARE);
}
