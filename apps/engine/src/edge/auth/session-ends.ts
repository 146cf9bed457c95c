/** Whom an end concerns: single sessions, or everything that a person has open. */
export type SessionEnd =
  | { readonly kind: "sessions"; readonly ids: readonly string[] }
  | { readonly kind: "person"; readonly userId: string };

const ENDED_MAX = 10_000;

/**
 * Sessions that this process has ended. Whoever remembers a session or holds a socket open for one hears of it at
 * once, and a request that was let in a moment before is refused where it would act.
 */
export class SessionEnds {
  readonly #ended = new Set<string>();
  readonly #listeners: ((end: SessionEnd) => void)[] = [];

  onEnd(listener: (end: SessionEnd) => void): void {
    this.#listeners.push(listener);
  }

  /** The sessions are over for good. */
  end(ids: readonly string[]): void {
    for (const id of ids) this.#ended.add(id);
    for (const id of this.#ended) {
      if (this.#ended.size <= ENDED_MAX) break;
      this.#ended.delete(id);
    }
    this.#tell({ kind: "sessions", ids });
  }

  /** A person's role changed: what was known of their sessions is no longer true, though the sessions go on. */
  doubt(userId: string): void {
    this.#tell({ kind: "person", userId });
  }

  has(id: string): boolean {
    return this.#ended.has(id);
  }

  #tell(end: SessionEnd): void {
    for (const listener of this.#listeners) listener(end);
  }
}
