import { z } from "zod";
import { JSON_CHANGE_FIELDS } from "./change-json.ts";
import { SCHEDULE_FIELDS, Schedule } from "./schedule.ts";

/** Before: the request is not carried out. After: it is, and only its answer is wrong. */
const when = z.enum(["before", "after"]).default("before");

const ACTIONS = [
  z.strictObject({
    do: z.literal("answer"),
    when,
    status: z.number().int().min(200).max(599),
    /** Text is sent as it is, anything else as JSON. */
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  z.strictObject({ do: z.literal("cut"), when }),
  z.strictObject({ do: z.literal("hang"), when }),
  z.strictObject({ do: z.literal("delay"), ms: z.number().int().min(1).max(600_000) }),
  z.strictObject({
    do: z.literal("truncate"),
    bytes: z.number().int().min(0),
    /** Announce the whole length, and cut the connection where the bytes end. */
    severs: z.boolean().default(false),
  }),
  z.strictObject({ do: z.literal("change"), ...JSON_CHANGE_FIELDS }),
  z.strictObject({
    do: z.literal("flood"),
    when,
    with: z.enum(["large", "endless", "gzip"]),
    megabytes: z.number().int().min(1).max(1_024).default(10),
  }),
] as const;

const action = z.discriminatedUnion("do", ACTIONS);
/** What a rule does to a request. */
export type RestAction = z.output<typeof action>;

/**
 * A scripted fault of REST. `path` may hold `*` for any text, e.g. "/v2/orders/*"; without method and path every
 * request matches.
 */
export const restRule = z.strictObject({
  method: z.enum(["GET", "POST", "PATCH", "PUT", "DELETE"]).optional(),
  path: z.string().startsWith("/").optional(),
  fault: action,
  ...SCHEDULE_FIELDS,
});
export type RestRule = z.output<typeof restRule>;

interface Entry {
  readonly rule: RestRule;
  readonly path: RegExp | null;
  readonly schedule: Schedule;
}

/** The scripted faults of REST, asked for each request in the order in which they were set. */
export class RestRules {
  #entries: Entry[] = [];

  /** Adds a rule behind those that are there. */
  add(rule: RestRule): void {
    const path = rule.path === undefined ? null : patternOf(rule.path);
    this.#entries.push({ rule, path, schedule: new Schedule(rule) });
  }

  /** Takes all rules away. */
  clear(): void {
    this.#entries = [];
  }

  /** Returns every rule with how often it struck. */
  list(): Record<string, unknown>[] {
    return this.#entries.map(({ rule, schedule }) => ({
      ...rule,
      struck: schedule.struck,
      spent: schedule.isSpent,
    }));
  }

  /** Returns what is to be done to a request: the first matching rule that strikes; null for nothing. */
  strike(method: string, path: string): RestAction | null {
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (rule.method !== undefined && rule.method !== method) continue;
      if (entry.path !== null && !entry.path.test(path)) continue;
      if (entry.schedule.strikes()) return rule.fault;
    }
    return null;
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
