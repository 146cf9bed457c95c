import type { OverrideOffer, OverridesView, OverrideView } from "@interlock/api/view/override-view";
import { clientOrderId } from "@interlock/core/ids";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import { CHECKS } from "@interlock/core/risk/check-table";
import type { DenialCode } from "@interlock/core/risk/denial";
import { limitField } from "@interlock/core/risk/limit-fields";
import { formatLimit } from "@interlock/core/risk/limit-text";
import type { Limits } from "@interlock/core/risk/limits";
import { askedAnew } from "@interlock/core/risk/override/asked-anew";
import { liftableOf } from "@interlock/core/risk/override/liftable";
import { OVERRIDE_MS_MAX, restatedOf } from "@interlock/core/risk/override/override";
import {
  type DeniedOrder,
  deniedOrder,
  type OverrideEntry,
  overrideOf,
} from "@interlock/core/risk/override/override-book";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "../../state.ts";

/** The latest overrides and refused tries, newest first; `now` is the venue's time. */
export function overridesView({ overrides }: EngineState, now: UnixMs): OverridesView {
  return {
    overrides: [...overrides.overrides].reverse().map((entry) => overrideView(entry, now)),
    refusals: [...overrides.refusals].reverse(),
  };
}

/** What can be done for a denied order. The engine judges again when it is asked to grant. */
export function overrideOffer(state: EngineState, id: string, now: UnixMs): OverrideOffer {
  const { overrides, settings } = state;
  const denied = deniedOrder(overrides, clientOrderId(id), now);
  const entry = overrideOf(overrides, clientOrderId(id));
  const override = entry === null ? null : overrideView(entry, now);
  const codes = denied?.denials.map(({ code }) => code) ?? [];
  const lines = codes.map((code) => offerLine(code, settings?.limitCeilings ?? null));
  const never = lines.filter(({ mayLift }) => !mayLift);
  return {
    clientOrderId: id,
    obstacle: denied === null ? TOO_LATE : neverSentence(never) || replacedSentence(state, denied),
    until: denied === null ? null : denied.at + OVERRIDE_MS_MAX,
    lines,
    override,
  };
}

const TOO_LATE = "An order can be overridden for 5 minutes after its denial, and not any more.";

function neverSentence(never: OverrideOffer["lines"]): string {
  if (never.length === 0) return "";
  return `Nobody may override ${never.map(({ label, why }) => `${label}: ${why}`).join("; ")}.`;
}

function replacedSentence({ parents }: EngineState, { intent }: DeniedOrder): string {
  const replaced = askedAnew(parents, intent);
  return replaced === null ? "" : `Too late: ${replaced}. Look at its newest order instead.`;
}

const labels: ReadonlyMap<string, string> = new Map(CHECKS.map(({ code, label }) => [code, label]));

function offerLine(code: DenialCode, ceilings: Limits | null): OverrideOffer["lines"][number] {
  const { line, why } = liftableOf(code);
  const field = line === null ? null : limitField(line.key);
  return {
    code,
    label: labels.get(code) ?? code,
    mayLift: line !== null,
    why,
    ceiling: field === null || ceilings === null ? "" : formatLimit(field, ceilings),
    unit: field?.unit ?? "",
  };
}

function overrideView({ grant, standing }: OverrideEntry, now: UnixMs): OverrideView {
  const { symbol, side, quantity, limitPrice } = restatedOf(grant.intent);
  const { overrideId, lifts, by, role, reason, grantedAt, expiresAt } = grant;
  const isExpired = standing.kind === "open" && now >= expiresAt;
  return {
    overrideId,
    clientOrderId: grant.intent.clientOrderId,
    symbol,
    side,
    quantity: formatQuantity(quantity),
    limitPrice: limitPrice === null ? null : formatPrice(limitPrice),
    lifts: [...lifts],
    by,
    role,
    reason,
    grantedAt,
    expiresAt,
    standing: isExpired ? "expired" : standing.kind,
    endedAt: standing.kind === "open" ? null : standing.at,
    outcome: outcomeOf(standing, isExpired),
    sent: standing.kind === "used" ? standing.clientOrderId : null,
  };
}

function outcomeOf(standing: OverrideEntry["standing"], isExpired: boolean): string {
  switch (standing.kind) {
    case "open":
      return isExpired ? "It expired unused." : "";
    case "void":
      return `Void: ${standing.why}.`;
    case "used":
      return `Used by ${standing.by}${standing.fourEyes ? "" : ", who granted it, too"}.`;
  }
}
