import type { DrillKind } from "@interlock/core/golive/golive-book";

/** Time for the answer to who asked for a crash to reach them. */
const LAST_WORDS_MS = 250;

/** Breaks what a drill rehearses, as a fault would. */
export class DrillHands {
  /** Cuts the venue's streams, once there are any. */
  cut: () => void = () => undefined;
  /** Restores a backup beside the engine, once it runs. */
  restore: () => void = () => undefined;

  perform(drill: DrillKind): void {
    if (drill === "stream_loss") return this.cut();
    if (drill === "restore") return this.restore();
    // No handler runs, and nothing is flushed.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), LAST_WORDS_MS);
  }
}
