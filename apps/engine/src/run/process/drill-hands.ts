import type { DrillKind } from "@interlock/core/golive/golive-book";
import type { InputBody } from "../../input.ts";
import { sweepDrills } from "./drill-folder.ts";
import { rehearseRestore } from "./rehearse-restore.ts";

/** Time for the answer to who asked for a crash to reach them. */
const LAST_WORDS_MS = 250;

/** What drills work on, once it is there. */
interface Grips {
  /** Cuts the venue's streams. */
  readonly cut: () => void;
  readonly accept: (body: InputBody) => void;
}

/** Breaks what a drill rehearses, as a fault would; a restore is rehearsed beside the engine, one at a time. */
export class DrillHands {
  readonly #dataDir: string;
  #grips: Grips | null = null;
  #isRehearsing = false;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** Begins: drills can be performed from now on, and what one that was killed has left is deleted. */
  reach(grips: Grips): void {
    this.#grips = grips;
    try {
      sweepDrills(this.#dataDir);
    } catch {
      // What cannot be deleted holds up no start; the next drill says why it cannot begin.
    }
  }

  perform(drill: DrillKind): void {
    if (drill === "stream_loss") return this.#grips?.cut();
    if (drill === "restore") return this.#rehearse();
    // No handler runs, and nothing is flushed.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), LAST_WORDS_MS);
  }

  /** What comes of the one that is under way counts for whoever asks meanwhile. */
  #rehearse(): void {
    if (this.#isRehearsing) return;
    this.#isRehearsing = true;
    rehearseRestore(this.#dataDir, (body) => {
      this.#isRehearsing = false;
      this.#grips?.accept(body);
    });
  }
}
