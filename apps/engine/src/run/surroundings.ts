import { announceOnStdout, sayAliveOnStdout } from "./announce.ts";
import { type EdgeHost, type EdgeHostOptions, startEdge } from "./edge-host.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

/** What an engine meets where it runs: its own process, or one that hosts it. */
export interface Surroundings {
  readonly openEdge: (options: EdgeHostOptions) => EdgeHost;
  /** Given how to stop in order, as soon as there is something to stop. */
  readonly onStoppable: (stop: () => Promise<void>) => void;
  /** Told once that the engine listens on a port and may trade. */
  readonly announce: (port: number) => void;
  /** Told once that the journal is recovered: from now on the engine may wait for its venue for as long as it takes. */
  readonly alive: () => void;
}

/** A process of its own: the edge in a thread, stopped by a signal, announced on standard output. */
export const OWN_PROCESS: Surroundings = {
  openEdge: startEdge,
  onStoppable: stopOnSignal,
  announce: announceOnStdout,
  alive: sayAliveOnStdout,
};
