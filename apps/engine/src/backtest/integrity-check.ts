/** What a check of a backtest's integrity came to. */
export interface IntegrityCheck {
  readonly passed: boolean;
  /** At how many points it looked. */
  readonly points: number;
  /** How many decisions or targets were compared; a check that compared nothing has not passed. */
  readonly compared: number;
  /** The first difference, in a sentence; null where there is none. */
  readonly difference: string | null;
}
