import { emptyApprovalBook } from "@interlock/core/approval/approval-book";
import { emptyGoLiveBook } from "@interlock/core/golive/golive-book";
import { idsOf } from "@interlock/core/ids";
import { emptyRecord, recordOf } from "@interlock/core/record-of-names";
import { readReduceOnlyBook } from "@interlock/core/kill/reduce-only";
import { levelsOf } from "@interlock/core/risk/levels/limit-levels";
import { z } from "zod";
import { emptyBreakerBook } from "@interlock/core/risk/breakers/breaker-book";
import { parentsFrom, readParentBook } from "@interlock/core/risk/parent/parent-book";
import { readFlowBook } from "@interlock/core/risk/flow/flow-book";
import { type EngineState, initialState } from "../state.ts";

/**
 * Our own bytes, proven by checksum and chain to be those that were written; what is checked is that they are a state
 * at all and not something else of ours.
 */
const engineState = z.custom<EngineState>(
  (value) =>
    typeof value === "object" && value !== null && "journalSeq" in value && "portfolio" in value,
  "the snapshot holds no engine state",
);

/**
 * Reads the state out of a snapshot; what an older build did not know yet begins empty. Throws when it holds something
 * else.
 */
export function stateOfSnapshot(value: unknown): EngineState {
  const old = engineState.parse(value);
  const read = { ...initialState(), ...old };
  const { portfolio, corporate, today, strategies, stoppedOut, scopeKills } = read;
  return {
    ...read,
    ...namedBooks(read),
    limits: limitsOf(read.limits),
    portfolio: {
      ...portfolio,
      positions: recordOf(portfolio.positions),
      byStrategy: mapRecord(portfolio.byStrategy, recordOf),
    },
    corporate: {
      actions: recordOf(corporate.actions),
      priorCloses: recordOf(corporate.priorCloses),
      scaleSince: recordOf(corporate.scaleSince),
    },
    scopeKills: {
      strategies: recordOf(scopeKills.strategies),
      symbols: recordOf(scopeKills.symbols),
    },
    reduceOnly: readReduceOnlyBook(read.reduceOnly),
    today: { ...today, deniedByCode: recordOf(today.deniedByCode) },
    strategies: mapRecord(strategies, (one) => ({ ...one, targets: recordOf(one.targets) })),
    stoppedOut: mapRecord(stoppedOut, recordOf),
    breakers: { ...emptyBreakerBook(), ...read.breakers, warned: recordOf(read.breakers.warned) },
    flow: readFlowBook(read.flow),
    approvals: { ...emptyApprovalBook(), ...read.approvals },
    golive: { ...emptyGoLiveBook(), ...read.golive },
    parents:
      "parents" in old ? readParentBook(read.parents) : parentsFrom(read.portfolio, read.orders),
  };
}

/** Limits of a snapshot; one from before changes could end by themselves has none that do. */
function limitsOf(limits: EngineState["limits"]): EngineState["limits"] {
  if (limits === null) return null;
  const { levels, expiring = [] } = limits;
  const unset = levels === undefined ? { levelsUnset: true as const } : {};
  return { ...limits, levels: levelsOf(levels), expiring, ...unset };
}

/** JSON gives every object a prototype, by which a name such as "constructor" would be found in every book. */
function namedBooks(state: EngineState) {
  return {
    marks: recordOf(state.marks),
    orders: recordOf(state.orders),
    clientIdByVenueId: recordOf(state.clientIdByVenueId),
    executions: recordOf(state.executions),
    bars: recordOf(state.bars),
    halts: recordOf(state.halts),
    assets: recordOf(state.assets),
    volumes: recordOf(state.volumes),
    stops: recordOf(state.stops),
    entries: recordOf(state.entries),
    uncovered: recordOf(state.uncovered),
    breaks: recordOf(state.breaks),
    chargesBooked: recordOf(state.chargesBooked),
    commands: recordOf(state.commands),
    external: recordOf(state.external),
    externalTraded: recordOf(state.externalTraded),
  };
}

function mapRecord<K extends string, V>(
  entries: Readonly<Record<K, V>>,
  change: (value: V) => V,
): Record<K, V> {
  const result = emptyRecord<K, V>();
  for (const key of idsOf<K>(entries)) result[key] = change(entries[key]);
  return result;
}
