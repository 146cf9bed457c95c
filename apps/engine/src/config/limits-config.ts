import { LIMIT_FIELDS, type LimitField } from "@interlock/core/risk/limit-fields";
import { checkLimits } from "@interlock/core/risk/check-limits";
import { type LimitFault, parseLimits } from "@interlock/core/risk/limit-text";
import type { Limits } from "@interlock/core/risk/limits";
import type { LimitLevels } from "@interlock/core/risk/levels/limit-levels";
import { type ConfigFault, showValue } from "./config-fault.ts";
import { LEVEL_GROUPS, readLevelsConfig } from "./levels-config.ts";
import { asText, hasRightType, wantedType } from "./limit-value.ts";
import { LIMITS_FILE } from "./limits-file.ts";
import { unknownKeySentence } from "./schema-faults.ts";
import { ENVIRONMENTS, type Environment } from "./system-config.ts";

/** The limits that a fresh account starts with, and those that nobody can exceed. */
export interface LimitsConfig {
  readonly defaults: Limits;
  readonly ceilings: Limits;
  /** Those of environment live, which every launch is judged by, a rehearsed one too. */
  readonly productionCeilings: Limits;
  /** What strategies, symbols and sessions start with below the account's. */
  readonly levels: LimitLevels;
}

/** The limits, or everything that is wrong with them. */
export type LimitsConfigReading =
  | { readonly ok: true; readonly limits: LimitsConfig }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

type Table = Readonly<Record<string, unknown>>;

const GROUPS = ["defaults", "ceilings"] as const;
const TABLES = [...GROUPS, ...LEVEL_GROUPS];
const LIMIT_KEYS = LIMIT_FIELDS.map((field) => field.key);

/** Reads the limits of one environment out of the parsed file; names that nobody knows are faults anywhere in it. */
export function readLimitsConfig(raw: unknown, environment: Environment): LimitsConfigReading {
  const faults: ConfigFault[] = strangers(raw);
  const tables = asTable(asTable(raw)?.[environment]);
  const [defaults, ceilings] = GROUPS.map((group) =>
    readGroup(tables?.[group], `${environment}.${group}`, faults),
  );
  const above = boundFaults({ defaults, ceilings }, tables, environment);
  const account = defaults ?? null;
  const levels = readLevelsConfig({ environment, tables: tables ?? {}, account }, faults);
  if (faults.length + above.length > 0 || !defaults || !ceilings)
    return { ok: false, faults: [...faults, ...above] };
  const production = environment === "live" ? ceilings : liveCeilings(raw, ceilings, faults);
  if (production === null) return { ok: false, faults };
  return { ok: true, limits: { defaults, ceilings, productionCeilings: production, levels } };
}

/** A line that cannot be read hides nothing of what can be said of the others. */
function boundFaults(
  { defaults, ceilings }: Readonly<Record<(typeof GROUPS)[number], Limits | null | undefined>>,
  tables: Table | null,
  environment: Environment,
): ConfigFault[] {
  const sets = { ceilings: [ceilings, ceilings], defaults: [defaults, ceilings ?? defaults] };
  return Object.entries(sets).flatMap(([group, [limits, bounds]]) =>
    limits && bounds
      ? asFaults(checkLimits(limits, bounds), tables?.[group], `${environment}.${group}`)
      : [],
  );
}

/** A file for one environment alone has no others to be judged by than its own. */
function liveCeilings(raw: unknown, own: Limits, faults: ConfigFault[]): Limits | null {
  if (asTable(raw)?.["live"] === undefined) return own;
  return readGroup(asTable(asTable(raw)?.["live"])?.["ceilings"], "live.ceilings", faults);
}

function asTable(value: unknown): Table | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value));
}

function strangers(raw: unknown): ConfigFault[] {
  const environments = unknownKeys(raw, "", ENVIRONMENTS);
  const groups = ENVIRONMENTS.flatMap((name) => unknownKeys(asTable(raw)?.[name], name, TABLES));
  const limits = ENVIRONMENTS.flatMap((name) =>
    GROUPS.flatMap((group) =>
      unknownKeys(asTable(asTable(raw)?.[name])?.[group], `${name}.${group}`, LIMIT_KEYS),
    ),
  );
  return [...environments, ...groups, ...limits];
}

function unknownKeys(raw: unknown, path: string, known: readonly string[]): ConfigFault[] {
  return Object.entries(asTable(raw) ?? {})
    .filter(([key]) => !known.includes(key))
    .map(([key, value]) => ({
      file: LIMITS_FILE,
      key: path === "" ? key : `${path}.${key}`,
      value: showValue(value),
      allowed: unknownKeySentence(key, known),
    }));
}

function readGroup(raw: unknown, path: string, faults: ConfigFault[]): Limits | null {
  const table = asTable(raw);
  if (table === null) {
    faults.push({
      file: LIMITS_FILE,
      key: path,
      value: showValue(raw),
      allowed: `must be a table with ${LIMIT_KEYS.join(", ")}`,
    });
    return null;
  }
  const wrongType = LIMIT_FIELDS.filter((field) => !hasRightType(field, table[field.key]));
  for (const field of wrongType) faults.push(wrongValue(field, path, table[field.key]));
  const text = Object.fromEntries(
    LIMIT_FIELDS.map((field) => [field.key, asText(table[field.key])]),
  );
  const reading = parseLimits(text);
  if (reading.ok) return wrongType.length === 0 ? reading.limits : null;
  const said = new Set<string>(wrongType.map((field) => field.key));
  faults.push(
    ...asFaults(
      reading.faults.filter((fault) => !said.has(fault.key)),
      table,
      path,
    ),
  );
  return null;
}

function wrongValue(field: LimitField, path: string, value: unknown): ConfigFault {
  return {
    file: LIMITS_FILE,
    key: `${path}.${field.key}`,
    value: showValue(value),
    allowed: wantedType(field),
  };
}

function asFaults(found: readonly LimitFault[], raw: unknown, path: string): ConfigFault[] {
  return found.map((fault) => ({
    file: LIMITS_FILE,
    key: `${path}.${fault.key}`,
    value: showValue(asTable(raw)?.[fault.key]),
    // The sentence of the core names limit and value again; what is allowed stands after the colon.
    allowed: fault.message.slice(fault.message.indexOf(": ") + 2),
  }));
}
