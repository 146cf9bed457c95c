import type { IsoDate } from "../market/civil-date.ts";

/** The recorded sessions that a measurement is about: of one engine on one account, from one market day to another. */
export interface RecordedSessions {
  /** Name of the engine's journal. */
  readonly journal: string;
  readonly account: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
}
