import type { IsoDate } from "../market/civil-date.ts";

/**
 * The recorded sessions that a measurement is about: of one engine on one account, from one market day to another, and
 * of the last day as far as the journal had come.
 */
export interface RecordedSessions {
  /** Name of the engine's journal. */
  readonly journal: string;
  readonly account: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
  /** The journal's last entry that it is about; absent where nobody said: then no replay is known to reach it. */
  readonly lastSeq?: number;
}
