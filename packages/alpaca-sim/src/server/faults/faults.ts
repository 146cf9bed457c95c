import { RestRules } from "./rest-rules.ts";

/**
 * Faults that a client of the venue must survive, switched on over /sim/faults. One table: a fault is a line here and
 * a question where it strikes. A `count` strikes that many times, a `duration` holds until it is set to 0, a `switch`
 * until it is set to false, an `action` happens at once.
 */
export const FAULTS = {
  cutPostAfterAccept: {
    kind: "count",
    effect: "the next orders are accepted and the connection is cut before the answer",
  },
  dropUpdates: { kind: "count", effect: "the next trade updates are lost" },
  duplicateUpdates: { kind: "count", effect: "the next trade updates are sent twice" },
  rest5xx: { kind: "count", effect: "the next requests are answered 500 and not carried out" },
  stuckPendingCancel: {
    kind: "count",
    effect:
      "the next canceled orders stay in pending_cancel and hold their shares until they expire",
  },
  delayResponsesMs: {
    kind: "duration",
    effect: "every answer is held back so long in real time, while trade updates go out",
  },
  rejectAfterAccept: {
    kind: "count",
    effect: "the next orders are answered as taken and rejected right after, on the stream",
  },
  rejectReplace: {
    kind: "count",
    effect:
      "the next replacements are answered as granted; the new order is rejected, the old one works on",
  },
  failCancelAll: {
    kind: "count",
    effect: "so many orders are not canceled when all are to be, and their lines say 500",
  },
  failCloseAll: {
    kind: "count",
    effect: "so many positions are not closed when all are to be, and their lines say 500",
  },
  activitiesLateMs: {
    kind: "duration",
    effect: "activities are listed so many milliseconds of venue time after they happened",
  },
  revokeKeys: {
    kind: "switch",
    effect: "every request is answered 401 and every sign-in refused",
  },
  refuseStreams: { kind: "switch", effect: "new connections to streams are answered 503" },
  muteStreams: { kind: "switch", effect: "all streams stay open and silent" },
  killSockets: { kind: "action", effect: "all streams are cut now" },
} as const satisfies Record<string, { kind: FaultKind; effect: string }>;

type FaultKind = "count" | "duration" | "switch" | "action";
export type FaultName = keyof typeof FAULTS;

/** The faults that are in force. */
export class Faults {
  /** The scripted faults of REST. */
  readonly rest = new RestRules();
  readonly #left = new Map<FaultName, number>();

  /** Sets a fault: a count or duration to a number, a switch on or off. */
  set(name: FaultName, value: number | boolean): void {
    this.#left.set(name, Number(value));
  }

  /** Ends every named fault. */
  clear(): void {
    this.#left.clear();
  }

  /** Returns what is left of every fault, with what it does. */
  list(): Record<string, { kind: FaultKind; value: number; effect: string }> {
    return Object.fromEntries(
      faultNames().map((name) => [name, { ...FAULTS[name], value: this.valueOf(name) }]),
    );
  }

  /** Returns how often a fault will still strike, or the value of a duration or switch. */
  valueOf(name: FaultName): number {
    return this.#left.get(name) ?? 0;
  }

  /** Strikes once, if the fault has any strike left. */
  strikes(name: FaultName): boolean {
    return this.takeUpTo(name, 1) === 1;
  }

  /** Uses up to `most` strikes of a fault and returns how many. */
  takeUpTo(name: FaultName, most: number): number {
    const left = this.valueOf(name);
    const taken = Math.min(left, most);
    if (taken > 0) this.#left.set(name, left - taken);
    return taken;
  }

  /** Returns how many times the next trade update is to be sent: usually once. */
  copiesOfNextUpdate(): 0 | 1 | 2 {
    if (this.strikes("dropUpdates")) return 0;
    return this.strikes("duplicateUpdates") ? 2 : 1;
  }
}

/** Returns the names of all faults. */
export function faultNames(): FaultName[] {
  return Object.keys(FAULTS).filter(isFaultName);
}

/** Tells whether a text names a fault. */
export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
