import { TRADE_EVENTS } from "@interlock/alpaca/wire/trade-update";
import { z } from "zod";
import { Random } from "../../venue/random.ts";
import { changeJson, JSON_CHANGE_FIELDS } from "./change-json.ts";
import { SCHEDULE_FIELDS, Schedule } from "./schedule.ts";

const action = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("drop") }),
  z.strictObject({ do: z.literal("copy"), copies: z.number().int().min(2).max(10_000) }),
  /** Sent only behind so many later updates. */
  z.strictObject({ do: z.literal("hold"), behind: z.number().int().min(1).max(1_000) }),
  /** Gathers `window` updates and sends them in an order drawn from the seed. */
  z.strictObject({ do: z.literal("shuffle"), window: z.number().int().min(2).max(1_000) }),
  z.strictObject({ do: z.literal("delay"), ms: z.number().int().min(1).max(600_000) }),
  z.strictObject({ do: z.literal("change"), ...JSON_CHANGE_FIELDS }),
]);

/** A scripted fault of trade_updates; what is not named in the match fits every update. */
export const updateRule = z.strictObject({
  event: z.enum(TRADE_EVENTS).optional(),
  symbol: z.string().optional(),
  client_order_id: z.string().optional(),
  fault: action,
  ...SCHEDULE_FIELDS,
});
export type UpdateRule = z.output<typeof updateRule>;

/** One update on its way: what rules match on, and the `data` of its message. */
export interface OutgoingUpdate {
  readonly event: string;
  readonly symbol: string;
  readonly clientOrderId: string;
  readonly data: unknown;
}

/** What becomes of an update: messages to send now, and some later. */
export interface Verdict {
  readonly now: readonly unknown[];
  readonly later: { readonly data: unknown; readonly ms: number } | null;
}

interface Entry {
  readonly rule: UpdateRule;
  readonly schedule: Schedule;
  readonly random: Random;
  gathered: unknown[];
}

interface Held {
  readonly data: unknown;
  behind: number;
}

/** How many sent updates are kept to be sent again. */
const MOST_REMEMBERED = 1_000;

/** The scripted faults of trade_updates. */
export class UpdateRules {
  readonly #remembered: unknown[] = [];
  #entries: Entry[] = [];
  #held: Held[] = [];

  /** Adds a rule behind those that are there. A shuffle strikes `window` updates unless it says otherwise. */
  add(rule: UpdateRule): void {
    const { fault } = rule;
    const times = fault.do === "shuffle" && rule.times === 1 ? fault.window : rule.times;
    const random = new Random(`shuffle/${rule.seed}`);
    this.#entries.push({ rule, schedule: new Schedule({ ...rule, times }), random, gathered: [] });
  }

  /** Takes all rules away and returns what they held back. */
  clear(): unknown[] {
    const held = [
      ...this.#held.map(({ data }) => data),
      ...this.#entries.flatMap((e) => e.gathered),
    ];
    this.#entries = [];
    this.#held = [];
    return held;
  }

  /** Returns every rule with how often it struck. */
  list(): Record<string, unknown>[] {
    return this.#entries.map(({ rule, schedule }) => ({
      ...rule,
      struck: schedule.struck,
      spent: schedule.isSpent,
    }));
  }

  /** Returns the last updates that were sent, oldest first. */
  lastSent(count: number): readonly unknown[] {
    return count === 0 ? [] : this.#remembered.slice(-count);
  }

  /** Decides what becomes of an update. */
  pass(update: OutgoingUpdate): Verdict {
    const entry = this.#entries.find(
      ({ rule, schedule }) => matches(rule, update) && schedule.strikes(),
    );
    const verdict =
      entry === undefined ? { now: [update.data], later: null } : this.#strike(entry, update);
    const due = this.#due();
    const now = [...verdict.now, ...due];
    this.#remembered.push(...now);
    this.#remembered.splice(0, this.#remembered.length - MOST_REMEMBERED);
    return { now, later: verdict.later };
  }

  #strike(entry: Entry, { data }: OutgoingUpdate): Verdict {
    const { fault } = entry.rule;
    switch (fault.do) {
      case "drop":
        return { now: [], later: null };
      case "copy":
        return { now: new Array<unknown>(fault.copies).fill(data), later: null };
      case "hold":
        this.#held.push({ data, behind: fault.behind + 1 });
        return { now: [], later: null };
      case "shuffle":
        return { now: gather(entry, data, fault.window), later: null };
      case "delay":
        return { now: [], later: { data, ms: fault.ms } };
      case "change":
        return { now: [changeJson(data, fault)], later: null };
    }
  }

  #due(): unknown[] {
    for (const held of this.#held) held.behind -= 1;
    const due = this.#held.filter(({ behind }) => behind === 0).map(({ data }) => data);
    this.#held = this.#held.filter(({ behind }) => behind > 0);
    return due;
  }
}

function matches(rule: UpdateRule, update: OutgoingUpdate): boolean {
  return (
    (rule.event === undefined || rule.event === update.event) &&
    (rule.symbol === undefined || rule.symbol === update.symbol) &&
    (rule.client_order_id === undefined || rule.client_order_id === update.clientOrderId)
  );
}

function gather(entry: Entry, data: unknown, window: number): unknown[] {
  entry.gathered.push(data);
  if (entry.gathered.length < window && !entry.schedule.isSpent) return [];
  const order = entry.gathered.map((item) => ({ item, key: entry.random.unit() }));
  entry.gathered = [];
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
