import type { CheckCode } from "@interlock/core/risk/check";
import type { Limits } from "@interlock/core/risk/limits";
import type { Effect } from "../../../src/effect.ts";
import type { WriterStanding } from "../../../src/execution/alpaca-performer.ts";
import type { InputBody } from "../../../src/input.ts";
import type { EngineRecord, JournalEntry } from "../../../src/record.ts";
import type { EngineState } from "../../../src/state.ts";
import type { Views } from "../../../src/views.ts";

/** What a defect may reach of the process that it sits in. */
export interface Afflicted {
  readonly state: EngineState;
  readonly views: Views;
  readonly now: number;
  /** Gives the engine an input after the one at hand. */
  give(body: InputBody): void;
  after(ms: number, run: () => void): void;
  /** Sends something to the venue. */
  send(effect: Effect): void;
}

/**
 * A deliberate fault between the engine and one of its ports, or in what it remembers: the simulation must find it.
 * Each hook stands where the engine meets its surroundings; what is absent is sound.
 */
export interface Defect {
  readonly name: string;
  /** The promise that it breaks, by its number: what the auditor must say. */
  readonly breaks: string;
  /** Where the test begins to look, for one that few seeds show: from seed 1 on it is found in under 500 as well. */
  readonly from?: number;
  /** Every which seed from there on comes to it at all; absent: each. */
  readonly every?: number;
  /** The pre-trade check that finds nothing wrong any more. */
  readonly silences?: CheckCode;
  /** The pre-trade check that refuses whatever it measures above nothing, also what leads toward flat. */
  readonly stiffens?: CheckCode;
  /** Limits under which seeds come to the place that is broken. */
  readonly limits?: Partial<Limits>;
  /** Effects leave before their records are durable. */
  readonly hasty?: boolean;
  /** What the send path believes of the lease, whatever the lease says. */
  readonly writer?: (standing: WriterStanding) => WriterStanding;
  /** Changes what recovery reads of the journal. */
  readonly recover?: (entries: readonly JournalEntry[]) => readonly JournalEntry[];
  /** Called when a process has recovered its state, before its first input. */
  readonly boot?: (engine: Afflicted) => void;
  /** Changes what the engine hears. */
  readonly hear?: (body: InputBody, engine: Afflicted) => readonly InputBody[];
  /** Changes what is journaled. */
  readonly journal?: (
    records: readonly EngineRecord[],
    engine: Afflicted,
  ) => readonly EngineRecord[];
  /** Changes what is done. */
  readonly perform?: (effect: Effect, engine: Afflicted) => readonly Effect[];
}
