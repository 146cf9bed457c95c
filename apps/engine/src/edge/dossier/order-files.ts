import type { Worker } from "node:worker_threads";
import { openThread } from "../../journal/verify/open-thread.ts";
import type { FromDossierWorker, ToDossierWorker } from "./dossier-worker.ts";
import type { Dossier } from "./gather-dossier.ts";

/** How far the file of an order is. */
export type Gathering =
  | { readonly state: "gathering"; readonly entries: number }
  | { readonly state: "ready"; readonly dossier: Dossier; readonly at: number }
  | { readonly state: "failed"; readonly sentence: string; readonly at: number };

/** Too many others wait: nothing was begun. */
export interface Busy {
  readonly state: "busy";
  readonly sentence: string;
}

/** So many orders are kept, beside those that wait; the one that was gathered longest ago goes first. */
const KEPT_MAX = 16;
/** So many others may wait, */
const WAITING_MAX = 16;
/** and so many of one person's, so that nobody takes all places. */
const WAITING_OF_ONE_MAX = 4;
/** What gathering one is thought to take before the first was gathered. */
const FIRST_GUESS_MS = 2_000;
/** What the journal said so long ago may not be all by now, and what failed may work. */
const GOOD_FOR_MS = 1_000;

/**
 * Gathers the files of orders in a thread of their own, one at a time: a journal of years takes a while to read, and
 * neither trading nor the console waits for it. Who asks for one that is being gathered, or waits, gets the same; when
 * too many wait, who asks for another is told when to ask again.
 */
export class OrderFiles {
  readonly #source: () => Omit<ToDossierWorker, "order">;
  readonly #now: () => number;
  readonly #kept = new Map<string, Gathering>();
  readonly #last = new Map<string, Dossier>();
  readonly #waiting: { readonly order: string; readonly who: string }[] = [];
  #thread: Worker | null = null;
  /** What the last one took. */
  #tookMs = FIRST_GUESS_MS;

  constructor(source: () => Omit<ToDossierWorker, "order">, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /**
   * Returns how far the file of an order is, and begins where there is none that reaches the journal's end, `lastSeq`.
   * @param asked which order's, and by whom
   */
  ask(asked: { readonly order: string; readonly who: string }, lastSeq: number): Gathering | Busy {
    const { order, who } = asked;
    const known = this.#kept.get(order);
    if (known !== undefined && this.#isGood(known, lastSeq)) return known;
    const own = this.#waiting.filter((one) => one.who === who).length;
    if (own >= WAITING_OF_ONE_MAX) return this.#busy(`${own} files that you asked for`);
    if (this.#waiting.length >= WAITING_MAX)
      return this.#busy(`the files of ${WAITING_MAX} other orders`);
    const begun: Gathering = { state: "gathering", entries: 0 };
    this.#keep(order, begun);
    this.#waiting.push({ order, who });
    this.#next();
    return begun;
  }

  #busy(what: string): Busy {
    const seconds = Math.max(1, Math.ceil(this.#tookMs / 1_000));
    const sentence = `Busy: ${what} are waited for. Try again in ${seconds} s.`;
    return { state: "busy", sentence };
  }

  /** Returns the file that was gathered last, also while it is gathered again; null before the first. */
  last(order: string): Dossier | null {
    return this.#last.get(order) ?? null;
  }

  close(): void {
    this.#waiting.length = 0;
    void this.#thread?.terminate();
  }

  #isGood(known: Gathering, lastSeq: number): boolean {
    if (known.state === "gathering" || this.#now() - known.at < GOOD_FOR_MS) return true;
    return known.state === "ready" && known.dossier.file.upTo >= lastSeq;
  }

  #keep(order: string, gathering: Gathering): void {
    this.#kept.delete(order);
    this.#kept.set(order, gathering);
    if (gathering.state === "ready") this.#last.set(order, gathering.dossier);
    const settled = [...this.#kept].filter(([, { state }]) => state !== "gathering");
    const [oldest] = settled;
    if (settled.length <= KEPT_MAX || oldest === undefined) return;
    this.#kept.delete(oldest[0]);
    this.#last.delete(oldest[0]);
  }

  #next(): void {
    const order = this.#thread === null ? this.#waiting.shift()?.order : undefined;
    if (order === undefined) return;
    const thread = openWorker();
    this.#thread = thread;
    const begunAt = this.#now();
    const end = (gathering: Gathering) => {
      if (this.#thread !== thread) return;
      this.#keep(order, gathering);
      this.#tookMs = this.#now() - begunAt;
      this.#thread = null;
      void thread.terminate();
      this.#next();
    };
    const fail = (sentence: string) => end({ state: "failed", sentence, at: this.#now() });
    thread.on("error", (error) => fail(`The journal could not be read: ${error.message}`));
    thread.on("exit", (code) => fail(`The thread that reads the journal ended with code ${code}.`));
    thread.on("message", (message: FromDossierWorker) => {
      if ("entries" in message) this.#keep(order, { state: "gathering", entries: message.entries });
      else if ("fault" in message) fail(message.fault);
      else end({ state: "ready", dossier: message.dossier, at: this.#now() });
    });
    thread.postMessage({ ...this.#source(), order } satisfies ToDossierWorker);
  }
}

function openWorker(): Worker {
  const bundle = new URL("./dossier-worker.js", import.meta.url);
  const source = new URL("./dossier-worker.ts", import.meta.url);
  return openThread({ bundle, source }, import.meta.url);
}
