import { announceOnStdout, sayAliveOnStdout, sayFoldingOnStdout } from "./announce.ts";
import { type EdgeHost, type EdgeHostOptions, startEdge } from "./edge-host.ts";
import type { Folding } from "./process/folding.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

/** What an engine meets where it runs: its own process, or one that hosts it. */
export interface Surroundings {
  readonly openEdge: (options: EdgeHostOptions) => EdgeHost;
  /** Given how to stop in order, as soon as there is something to stop. */
  readonly onStoppable: (stop: () => Promise<void>) => void;
  /** Told once that the engine listens on a port and may trade. */
  readonly announce: (port: number) => void;
  /** Told while the journal is folded, where that takes longer than two seconds. */
  readonly folding: (folding: Folding) => void;
  /** Told once that the journal is recovered: from now on the engine may wait for its venue for as long as it takes. */
  readonly alive: () => void;
}

/** A process of its own: the edge in a thread, stopped by a signal, announced on standard output. */
export const OWN_PROCESS: Surroundings = {
  openEdge: startEdge,
  onStoppable: stopOnSignal,
  announce: announceOnStdout,
  folding: sayFoldingOnStdout,
  alive: sayAliveOnStdout,
};
