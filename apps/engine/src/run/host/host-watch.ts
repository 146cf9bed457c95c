import type { BoardWriter, HostFigures } from "../../edge/market-board.ts";
import type { InputBody } from "../../input.ts";
import { Alarm } from "./alarm.ts";

/** Where the figures of this host come from, and who is told. */
export interface HostWatchParts {
  /** Used share of the disk that holds the data folder, 0 to 1; null where it cannot be read. */
  readonly diskShare: () => number | null;
  /** Used share of the memory that this process may have, 0 to 1. */
  readonly memoryShare: () => number;
  /** Longest standstill of the trading thread since the last look, in ms of this host. */
  readonly loopLagMs: () => number;
  readonly board: Pick<BoardWriter, "host">;
  readonly accept: (body: InputBody) => void;
  readonly dataDir: string;
  /** False in a simulation that runs as fast as it can: its thread is never idle, and its tape waits for it. */
  readonly judgesLag: boolean;
}

const NEARLY_FULL = [
  { from: 0.8, severity: "warning" },
  { from: 0.9, severity: "critical" },
] as const;
const MEMORY_STEPS = [{ from: 0.8, severity: "critical" }] as const;
/** A second late, quotes are old and orders near the age at which they are dropped unsent. */
const LAG_STEPS = [
  { from: 1_000, severity: "warning" },
  { from: 3_000, severity: "critical" },
] as const;

/**
 * Watches what every process here lives on: disk, memory and time of its thread. Whoever looks has the figures at
 * `/metrics`; a person is told before one of them ends trading.
 */
export class HostWatch {
  readonly #parts: HostWatchParts;
  readonly #disk = new Alarm(NEARLY_FULL);
  readonly #memory = new Alarm(MEMORY_STEPS);
  readonly #lag = new Alarm(LAG_STEPS);

  constructor(parts: HostWatchParts) {
    this.#parts = parts;
  }

  /** To be called every second or so. */
  look(): void {
    const { diskShare, memoryShare, loopLagMs, board } = this.#parts;
    const figures = {
      diskShare: diskShare() ?? 0,
      memoryShare: memoryShare(),
      loopLagMs: loopLagMs(),
    };
    board.host(figures);
    this.#judge(figures);
  }

  #judge({ diskShare, memoryShare, loopLagMs }: HostFigures): void {
    const { dataDir, judgesLag } = this.#parts;
    this.#tell(
      this.#disk.look(diskShare),
      `The disk that holds ${dataDir} is ${percent(diskShare)} full: a full one ends trading. Free some of it, or move the folder.`,
    );
    this.#tell(
      this.#memory.look(memoryShare),
      `The engine uses ${percent(memoryShare)} of the memory that it may have: without any the system ends it. Nothing is lost then, and it starts again; find out what grew.`,
    );
    if (!judgesLag) return;
    this.#tell(
      this.#lag.look(loopLagMs),
      `The trading thread stood still for ${Math.round(loopLagMs)} ms: orders that waited too long are dropped unsent. See what else runs on this host.`,
    );
  }

  #tell(step: { readonly severity: "warning" | "critical" } | null, sentence: string): void {
    if (step !== null) this.#parts.accept({ kind: "finding", severity: step.severity, sentence });
  }
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
