import type { DrillKind } from "@interlock/core/golive/golive-book";
import type { InputBody } from "../../input.ts";
import { rehearseRestore } from "./rehearse-restore.ts";

/** Time for the answer to who asked for a crash to reach them. */
const LAST_WORDS_MS = 250;

/** What drills work on, once it is there. */
interface Grips {
  /** Cuts the venue's streams. */
  readonly cut: () => void;
  readonly accept: (body: InputBody) => void;
}

/** Breaks what a drill rehearses, as a fault would; a restore is rehearsed beside the engine. */
export class DrillHands {
  readonly #dataDir: string;
  #grips: Grips | null = null;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  reach(grips: Grips): void {
    this.#grips = grips;
  }

  perform(drill: DrillKind): void {
    if (drill === "stream_loss") return this.#grips?.cut();
    if (drill === "restore")
      return rehearseRestore(this.#dataDir, (body) => this.#grips?.accept(body));
    // No handler runs, and nothing is flushed.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), LAST_WORDS_MS);
  }
}
