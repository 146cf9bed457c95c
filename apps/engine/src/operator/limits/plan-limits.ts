import { checkLimits, compareLimits, type LimitChange } from "@interlock/core/risk/check-limits";
import { compareLevel, readLevel } from "@interlock/core/risk/levels/change-level";
import {
  describeLevel,
  isSameLevel,
  type LimitLevel,
  type LimitLevels,
  levelsIn,
  LOWER_LEVELS,
  type LowerLevel,
  limitsAt,
  withLevel,
} from "@interlock/core/risk/levels/limit-levels";
import { expiryOf, isLooserThanBack } from "@interlock/core/risk/expiry/expiring-change";
import type { LimitPlace } from "@interlock/core/risk/expiry/limit-place";
import { TRADABLE_SESSIONS } from "@interlock/core/risk/limit-fields";
import { formatLimits, type LimitFault, parseLimits } from "@interlock/core/risk/limit-text";
import type { LimitKey, Limits } from "@interlock/core/risk/limits";
import { type SymbolListKey, symbolsAdded } from "@interlock/core/risk/lists/symbol-lists";
import type { UnixMs } from "@interlock/core/time";
import type { EngineSettings } from "../../settings.ts";
import type { LimitVersion } from "../../limit-version.ts";
import { keepLines } from "./keep-lines.ts";

/** A wished change of the limits of one level; what is not named stays as it is. */
export interface LimitEdit {
  /** Absent: the account's. */
  readonly level?: LimitLevel | undefined;
  readonly values: Readonly<Record<string, string>>;
  /** Names of limits that would go back by themselves and are to stay as they are; absent: none. */
  readonly keep?: readonly string[] | undefined;
  /** When it goes back by itself, on the venue's clock; absent: when somebody changes it. */
  readonly expiresAt?: UnixMs | undefined;
}

/** The limits of all levels after a change with the lines that it moves, or everything that is wrong with it. */
export type LimitPlan =
  | {
      readonly ok: true;
      readonly values: Limits;
      readonly levels: LimitLevels;
      readonly lines: readonly LimitChange[];
      /** Lines among them that only stop going back by themselves. */
      readonly kept: readonly LimitPlace[];
    }
  | { readonly ok: false; readonly faults: readonly LimitFault[] };

/** Works out a change of limits, for its preview and for the change itself. It decides nothing of who may make it. */
export function planLimits(parts: PlanParts, edit: LimitEdit): LimitPlan {
  const plan = planValues(parts, edit);
  const { keep = [], level = ACCOUNT } = edit;
  if (!plan.ok) return plan;
  if (keep.length === 0) return { ...plan, lines: linesOutliving(parts.limits, plan, edit) };
  if (edit.expiresAt !== undefined) return { ok: false, faults: [KEPT_FOR_A_TIME] };
  const found = keepLines(parts.limits, level, keep);
  if (!found.ok) return found;
  const twice = plan.lines.find(({ field }) => keep.includes(field.key));
  if (twice !== undefined) return { ok: false, faults: [keptAndChanged(twice.field.key)] };
  return { ...plan, lines: [...plan.lines, ...found.lines], kept: found.places };
}

/**
 * What was to go back before, and is still looser than that, is loosened by a change that lasts longer, though its
 * value gets tighter.
 */
function linesOutliving(
  { expiring }: LimitVersion,
  { values, levels, lines }: Extract<LimitPlan, { readonly ok: true }>,
  { expiresAt, level = ACCOUNT }: LimitEdit,
): readonly LimitChange[] {
  if (expiresAt === undefined) return lines;
  return lines.map((line) => {
    const place = { level, key: line.field.key };
    const end = expiryOf(expiring, place)?.change.expiresAt ?? expiresAt;
    const outlives = end < expiresAt && isLooserThanBack(expiring, { values, levels }, place);
    return outlives ? { ...line, direction: "looser" } : line;
  });
}

const KEPT_FOR_A_TIME: LimitFault = {
  key: "keep",
  message: "a change that goes back by itself keeps nothing for good: make two changes of it",
};

function keptAndChanged(key: LimitKey): LimitFault {
  return { key, message: `${key} is kept as it is or gets another value, not both` };
}

const ACCOUNT: LimitLevel = { kind: "account" };

/** What a change is worked out on. */
interface PlanParts {
  readonly limits: LimitVersion;
  readonly settings: EngineSettings;
}

function planValues({ limits, settings }: PlanParts, edit: LimitEdit): LimitPlan {
  const level = edit.level ?? ACCOUNT;
  if (level.kind === "account") return planAccount(limits, settings, edit);
  const stranger = strangerFault(level, limits, settings);
  if (stranger !== null) return { ok: false, faults: [stranger] };
  const before = limitsAt(limits.levels, level);
  const reading = readLevel(limits.values, { level, before, text: edit.values });
  if (!reading.ok) return reading;
  const faults = symbolFaults(before, reading.limits, settings);
  if (faults.length > 0) return { ok: false, faults };
  const lines = compareLevel(limits.values, { level, before, after: reading.limits });
  const levels = withLevel(limits.levels, level, reading.limits);
  return { ok: true, values: limits.values, levels, lines, kept: [] };
}

/** A tighter account leaves the levels where they are: an order meets the tightest of all. */
function planAccount(
  { values, levels }: LimitVersion,
  settings: EngineSettings,
  edit: LimitEdit,
): LimitPlan {
  const reading = parseLimits({ ...formatLimits(values), ...edit.values });
  if (!reading.ok) return reading;
  const faults = [
    ...checkLimits(reading.limits, settings.limitCeilings),
    ...symbolFaults(values, reading.limits, settings),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const lines = compareLimits(values, reading.limits).filter((line) => line.direction !== "same");
  return { ok: true, values: reading.limits, levels, lines, kept: [] };
}

const LISTS: readonly SymbolListKey[] = ["restricted", "allowed"];

/** A name that is not traded, newly on a list, is mistaken: the symbol that was meant would stay as it is. */
function symbolFaults(
  before: Partial<Limits>,
  after: Partial<Limits>,
  { symbols }: EngineSettings,
): LimitFault[] {
  return LISTS.flatMap((key) =>
    symbolsAdded(before[key], after[key])
      .filter((symbol) => !symbols.includes(symbol))
      .map((symbol) => ({
        key,
        message: `${key} names ${symbol}: must be one of the symbols that are traded, ${symbols.join(", ")}`,
      })),
  );
}

/** What is not configured can be limited only to take away limits that it still has. */
function strangerFault(
  level: LowerLevel,
  { levels }: LimitVersion,
  settings: EngineSettings,
): LimitFault | null {
  const known = configuredLevels(level.kind, settings);
  if ([...known, ...levelsIn(levels)].some((one) => isSameLevel(one, level))) return null;
  const names = known.map(describeLevel).join(", ");
  return {
    key: level.kind,
    message: `${describeLevel(level)} is not configured: must be one of ${names}`,
  };
}

/** Returns every level that may be edited: what is configured, and what still has limits though it is no more. */
export function levelsThatMayHave(
  { levels }: LimitVersion,
  settings: EngineSettings,
): readonly LowerLevel[] {
  const known = LOWER_LEVELS.flatMap((kind) => configuredLevels(kind, settings));
  const gone = levelsIn(levels).filter((one) => !known.some((other) => isSameLevel(other, one)));
  return [...known, ...gone];
}

/** Returns what may have limits of its own by the configuration. */
function configuredLevels(kind: LowerLevel["kind"], settings: EngineSettings): LowerLevel[] {
  switch (kind) {
    case "strategy":
      return settings.strategies.map(({ id }) => ({ kind, id }));
    case "symbol":
      return settings.symbols.map((symbol) => ({ kind, symbol }));
    case "session":
      return TRADABLE_SESSIONS.map((session) => ({ kind, session }));
  }
}
