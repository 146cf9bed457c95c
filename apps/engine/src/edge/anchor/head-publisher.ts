import type { UnixMs } from "@interlock/core/time";
import type { HeadPlace } from "../../journal/heads/places/head-place.ts";
import type { SignedHead } from "../../journal/heads/signed-head.ts";

/** How one place stands. */
export interface PlaceStatus {
  readonly name: string;
  /** The newest head that the place has taken since this start; null before the first. */
  readonly head: SignedHead | null;
  /** When it took it, by the host's clock. */
  readonly at: UnixMs | null;
  /** Why the latest head is not there; empty when it is. */
  readonly error: string;
}

/** How far the journal is anchored. */
export interface AnchorStatus {
  readonly places: readonly PlaceStatus[];
  /** The newest head that at least two places have taken; null before there is one. */
  readonly anchored: { readonly seq: number; readonly at: UnixMs } | null;
  /** When fewer than two places had the newest head first; null while two have it. */
  readonly behindSince: UnixMs | null;
}

/** What the publisher works with. */
export interface PublisherParts {
  readonly places: readonly HeadPlace[];
  /** Signs the end of the journal as it is now; null while there is no entry. */
  readonly head: () => SignedHead | null;
  /** Told of each head that a place has taken, with all places that have it. */
  readonly published: (head: SignedHead, places: readonly string[]) => void;
  /** Told once when fewer than two places have answered for ten minutes. */
  readonly found: (sentence: string) => void;
  /** Clock of the host, in Unix milliseconds. */
  readonly now: () => UnixMs;
}

/** A head in one place is a copy that one hand can change; two places are the least that a promise may rest on. */
const PLACES_MIN = 2;
const PLACE_TIMEOUT_MS = 10_000;
/** How long fewer than two places may be silent before people are told. */
const SILENCE_MAX_MS = 10 * 60_000;

interface PlaceState {
  readonly place: HeadPlace;
  head: SignedHead | null;
  at: UnixMs | null;
  error: string;
}

/**
 * Publishes signed heads of the journal, each to every place, and keeps what each place has. A place that fails gets
 * the newest head at the next try: it covers every head that was missed.
 */
export class HeadPublisher {
  readonly #parts: PublisherParts;
  readonly #places: readonly PlaceState[];
  #behindSince: UnixMs | null;
  #told = false;
  #latest: SignedHead | null = null;
  #busy: Promise<void> = Promise.resolve();

  constructor(parts: PublisherParts) {
    this.#parts = parts;
    this.#places = parts.places.map((place) => ({ place, head: null, at: null, error: "" }));
    this.#behindSince = parts.now();
  }

  status(): AnchorStatus {
    const places = this.#places.map(({ place, head, at, error }) => {
      return { name: place.name, head, at, error };
    });
    return { places, anchored: this.#anchored(), behindSince: this.#behindSince };
  }

  /** Signs the journal's end and publishes it everywhere. Resolves when every place has answered or failed. */
  publish(): Promise<void> {
    return this.#inTurn(() => {
      this.#latest = this.#parts.head() ?? this.#latest;
      return this.#send(this.#places);
    });
  }

  /** Tries the places again that do not have the newest head. */
  retry(): Promise<void> {
    return this.#inTurn(() => this.#send(this.#places.filter(({ error }) => error !== "")));
  }

  /** Tells people when the silence has lasted too long; to be called now and then. */
  watch(): void {
    if (this.#behindSince === null || this.#told) return;
    if (this.#parts.now() - this.#behindSince < SILENCE_MAX_MS) return;
    this.#told = true;
    const failing = this.#places.filter(({ error }) => error !== "");
    const why = failing.map(({ place, error }) => `${place.name}: ${error}`).join("; ");
    this.#parts.found(
      `The journal's signed heads have not reached two places for 10 minutes (${why || "no place answered"}): ` +
        "a cut tail could not be proven from outside. Mend the place, or name another in the section heads of the configuration.",
    );
  }

  /** One at a time: a place that is slow must not get an old head after a newer one. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#busy = this.#busy.then(work);
    return this.#busy;
  }

  async #send(places: readonly PlaceState[]): Promise<void> {
    const head = this.#latest;
    if (head === null || places.length === 0) return;
    const taken = await Promise.all(places.map((state) => this.#give(state, head)));
    const having = this.#places.filter((state) => state.head?.seq === head.seq);
    if (having.length >= PLACES_MIN) this.#settle();
    else this.#behindSince ??= this.#parts.now();
    const names = having.map(({ place }) => place.name);
    if (taken.includes(true)) this.#parts.published(head, names);
  }

  async #give(state: PlaceState, head: SignedHead): Promise<boolean> {
    try {
      await withDeadline((signal) => state.place.publish(head, signal));
      state.head = head;
      state.at = this.#parts.now();
      state.error = "";
      return true;
    } catch (error: unknown) {
      state.error = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  #settle(): void {
    this.#behindSince = null;
    this.#told = false;
  }

  /** Two places have everything up to the second newest of what each has. */
  #anchored(): AnchorStatus["anchored"] {
    const heads = this.#places.flatMap(({ head }) => (head === null ? [] : [head]));
    const second = heads.sort((a, b) => b.seq - a.seq)[PLACES_MIN - 1];
    return second === undefined ? null : { seq: second.seq, at: second.at };
  }
}

/** A file system or a network that hangs is a place that failed. */
async function withDeadline(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const signal = AbortSignal.timeout(PLACE_TIMEOUT_MS);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () =>
      reject(new Error(`it has not answered within ${PLACE_TIMEOUT_MS / 1000} s`)),
    );
  });
  await Promise.race([work(signal), late]);
}
