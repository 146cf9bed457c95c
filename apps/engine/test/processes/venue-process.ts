import { z } from "zod";
import { type VenueTruth, venueTruth } from "../../src/replay/compare-books.ts";
import { Program } from "./program.ts";

/** Faults that the venue can be told to make; what each does stands in its README. */
export type VenueFaults = Partial<{
  readonly cutPostAfterAccept: number;
  readonly dropUpdates: number;
  readonly duplicateUpdates: number;
  readonly rest5xx: number;
  readonly stuckPendingCancel: number;
  readonly delayResponsesMs: number;
  readonly muteStreams: boolean;
  readonly killSockets: boolean;
}>;

const tapeReport = z.object({
  events_sent: z.number(),
  events_total: z.number().nullable(),
  finished: z.boolean(),
  venue_time: z.string(),
  waiting_for: z.string().nullable(),
});
export type TapeReport = z.infer<typeof tapeReport>;

const faultList = z.record(z.string(), z.looseObject({ value: z.number() }));

/** The simulated venue as a process of its own. */
export class VenueProcess {
  readonly port: number;
  readonly #program: Program;

  private constructor(program: Program, port: number) {
    this.#program = program;
    this.port = port;
  }

  /** Starts it on any free port; resolves once it listens. */
  static async start(bundle: string, args: readonly string[]): Promise<VenueProcess> {
    const program = new Program({ name: "venue", args: [bundle, "--port", "0", ...args] });
    const line = await program.line(/^\{"listening":(\d+)\}$/);
    return new VenueProcess(program, Number(line[1]));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The whole truth of the account. */
  async truth(): Promise<VenueTruth> {
    return venueTruth.parse(await this.#ask("/sim/state"));
  }

  async tape(): Promise<TapeReport> {
    return tapeReport.parse(await this.#ask("/sim/tape"));
  }

  /** Stops, resumes or changes the speed of the tape. */
  async steer(change: { readonly paused?: boolean; readonly speed?: number | "max" }) {
    return tapeReport.parse(await this.#ask("/sim/tape", change));
  }

  /** Sets faults; returns what is left of each. */
  async faults(set?: VenueFaults): Promise<Readonly<Record<string, number>>> {
    const list = faultList.parse(await this.#ask("/sim/faults", set));
    return Object.fromEntries(Object.entries(list).map(([name, { value }]) => [name, value]));
  }

  async stop(): Promise<void> {
    await this.#program.end("SIGTERM");
  }

  async #ask(path: string, body?: object): Promise<unknown> {
    const response = await fetch(
      `${this.url}${path}`,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
