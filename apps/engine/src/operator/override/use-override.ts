import { ticker } from "@interlock/core/ids";
import { momentText } from "@interlock/core/market/clock-text";
import { parsePrice, type Price } from "@interlock/core/number/price";
import { parseQuantity, type Quantity } from "@interlock/core/number/quantity";
import { claimOverride } from "@interlock/core/risk/override/claim-override";
import {
  describeRestated,
  type OneShotOverride,
  type OverrideFault,
  type RestatedOrder,
  restatedOf,
} from "@interlock/core/risk/override/override";
import { describeRefusedTry } from "@interlock/core/risk/override/override-words";
import { ok, type Result } from "@interlock/core/result";
import type { Decision } from "../../decision.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor, CommandBody } from "../operator-command.ts";

type UseRequest = Extract<CommandBody, { readonly kind: "use_override" }>;

/**
 * Claims an override for the order that the person restated. Used again, altered, out of date or never granted, it is
 * refused, and a critical alert says who tried; nothing of the order has been decided then.
 */
export function useOverride(
  decision: Decision,
  request: UseRequest,
  actor: CommandActor,
): CommandOutcome {
  const { state, time } = decision;
  const restated = readRestated(request);
  if (!restated.ok) return refuse(`Not sent: ${restated.error}.`);
  const { limits, settings } = state;
  if (limits === null || settings === null)
    return refuse("The engine has no limits yet; wait for it to start.");
  const claim = {
    overrideId: request.overrideId,
    restated: restated.value,
    by: { by: actor.name, byId: actor.userId, role: actor.role },
    limitVersion: limits.version,
    ceilings: settings.limitCeilings,
  };
  const claimed = claimOverride(state.overrides, claim, time);
  if (!claimed.ok) return refuseUse(decision, { ...claimed, request }, actor);
  const { strategyId } = claimed.override.grant.intent;
  if (strategyId !== null && decision.isOff(strategyId))
    return refuse(`Not sent: strategy ${strategyId} is disabled. Enable it first.`);
  return { ...accept(""), override: claimed.override };
}

interface RefusedUse {
  readonly fault: OverrideFault;
  readonly sentence: string;
  readonly request: UseRequest;
}

function refuseUse(
  decision: Decision,
  { fault, sentence, request }: RefusedUse,
  { name, userId, role }: CommandActor,
): CommandOutcome {
  const { overrideId } = request;
  const who = { by: name, byId: userId, role };
  decision.emit({ kind: "override_refused", overrideId, ...who, fault, sentence });
  // One that became void under somebody's hands is no attempt at anything.
  const severity = fault === "void" ? "warning" : "critical";
  decision.alert(severity, describeRefusedTry({ by: name, role, sentence }));
  return refuse(`Not sent: ${sentence}`);
}

/** What an override came to at the gate. */
export function answerUse(
  decision: Decision,
  override: OneShotOverride,
  refusal: string | null,
): CommandOutcome {
  const { overrideId, intent, expiresAt, by } = override.grant;
  const order = describeRestated(restatedOf(intent));
  if (refusal !== null)
    return refuse(
      `Not sent: ${refusal} Override ${overrideId} is unused and stands until ${momentText(expiresAt, decision.time)}.`,
    );
  const { by: user, role, fourEyes } = override.use;
  const eyes = fourEyes ? `granted by ${by}` : "granted and used by one person";
  decision.alert(
    "warning",
    `${user} (${role}) used override ${overrideId}, ${eyes}: ${order} is being sent.`,
  );
  return accept(`Override ${overrideId} is used up: ${order} is being sent.`);
}

function readRestated(request: UseRequest): Result<RestatedOrder> {
  const size: Result<Quantity> = parseQuantity(request.quantity);
  if (!size.ok) return size;
  const price: Result<Price | null> =
    request.limitPrice === null ? ok(null) : parsePrice(request.limitPrice);
  if (!price.ok) return price;
  const { side } = request;
  const symbol = ticker(request.symbol);
  return ok({ symbol, side, quantity: size.value, limitPrice: price.value });
}
