import type { Ticker } from "@interlock/core/ids";
import type { LookPace } from "@interlock/core/kill/look-pace";
import type { UnixMs } from "@interlock/core/time";
import type { DailyQuestion } from "./execution/questions/daily-question.ts";

/** What the engine has asked the venue and not been told yet: forgotten at a start, which asks again. */

/** An order that the venue is being asked for, because we do not know what became of it. */
export interface Lookup {
  inFlight: boolean;
  /** Times that it was asked for, and when last: each question waits longer than the one before. */
  asked: number;
  askedAt: UnixMs;
  absent: number;
  firstAbsentAt: UnixMs | null;
}

/** A cancel that the venue has not confirmed: how often it was asked for again, and what a person was told of it. */
export interface CancelPursuit {
  asked: number;
  told: "nothing" | "warning" | "critical";
}

/** The looks at the venue of a kill: which is under way, how fast they follow, and what was waited since the last. */
export interface Sweeps {
  /** The kill whose look is not answered yet. */
  inFlight: string | null;
  /** Whether anything was booked, or shown to work at the venue, since it was asked for: the answer may be older. */
  filledMeanwhile: boolean;
  shownMeanwhile: boolean;
  pace: LookPace;
  /** Whether orders wait to be canceled one by one until the venue's requests of a minute allow it. */
  cancelsWait: boolean;
  waitedMs: number;
  countedAt: UnixMs;
}

/** The questions to the venue for everything, and what an answer must be to be believed. */
export interface Snapshots {
  /** Set while an answer is under way. */
  askedAt: UnixMs | null;
  lastAskedAt: UnixMs | null;
  /** When it was last asked for everything since the last answer that agreed; null since the start until it was. */
  askedAllAt: UnixMs | null;
  /** Clock inputs since the last question: time alone may stand still, in a simulation whose tape waits. */
  clocksSince: number;
  /** Asked for while it could not be asked. */
  wanted: boolean;
  /** Failures running, and the reason of the last. */
  failures: number;
  failure: string;
  /** Since when a comparison has been due. */
  dueSince: UnixMs | null;
  /** Only an answer asked for at this time or later shows all that a stream or another writer did meanwhile. */
  trustedFrom: UnixMs;
  /** Executions whose order no answer has named yet: the next one names it, or it is none of ours. */
  readonly unnamed: Set<string>;
}

/** The question to the venue for its open orders. */
export interface OrderLists {
  inFlight: boolean;
  lastAskedAt: UnixMs;
  /** Failures running. */
  failures: number;
}

/** The question to the venue for the account alone. */
export interface AccountQuestion {
  inFlight: boolean;
  askedAt: UnixMs;
  /** When an answer of the venue last showed the account; null since the start until one did. */
  answeredAt: UnixMs | null;
  /** Failures running, and the reason of the last. */
  failures: number;
  failure: string;
  /** A refusal of our key that is not proven yet, and since when; empty while there is none. */
  keyDoubt: string;
  doubtedAt: UnixMs;
  /** The last that the venue said of our key is that it refuses it. */
  keyRefused: boolean;
}

/** The question to the venue for announced corporate actions. */
export interface CorporateQuestion extends DailyQuestion {
  /** The symbols that were asked about last. */
  asked: ReadonlySet<Ticker>;
}

/** The question to the venue for its calendar. */
export interface CalendarQuestion {
  inFlight: boolean;
  /** The last answer was none. */
  failed: boolean;
  /** New York's date when it was last asked; empty before. */
  askedOn: string;
  askedAt: UnixMs;
  clocksSince: number;
}

/** The question to the venue for the last quotes of everything we trade. */
export interface QuoteQuestion {
  inFlight: boolean;
  /** Asked for while an answer was under way, which may have been gathered before. */
  wanted: boolean;
  /** The stream was down since the start: a quote may have passed unseen. */
  streamWasDown: boolean;
  /** Failures running, when it was last asked, and clock inputs since. */
  failures: number;
  askedAt: UnixMs;
  clocksSince: number;
}

/** Returns a question that was never asked. */
export function unaskedQuotes(): QuoteQuestion {
  return {
    inFlight: false,
    wanted: false,
    streamWasDown: false,
    failures: 0,
    askedAt: 0,
    clocksSince: 0,
  };
}
