import { nowUs } from "./latency-recorder.ts";

/** Arrivals that come when they are due, whether or not the last one has been dealt with. */
export interface OpenLoop {
  readonly ratePerSecond: number;
  readonly arrivals: number;
  /** Called for each arrival with the time, in microseconds, at which it was due: latency counts from there. */
  readonly arrive: (index: number, dueUs: number) => void;
}

/** What became of an open loop. */
export interface OpenLoopResult {
  /** Arrivals per second that were in fact made. */
  readonly achievedRate: number;
  /** How late the latest arrival was made, in microseconds: large when the loop could not keep up. */
  readonly latestUs: number;
}

/** Below this the event loop spins through setImmediate: a timer could sleep past the next arrival. */
const SPIN_US = 2_000;
/** Arrivals that are overdue are made for this long at a time, so that files and sockets get their turns between. */
const TURN_US = 500;

/**
 * Makes `arrivals` at a fixed rate. When the process falls behind, the arrivals that came due meanwhile are made at
 * once with their own due times, so that a stall counts for each of them (no coordinated omission).
 */
export function runOpenLoop({
  ratePerSecond,
  arrivals,
  arrive,
}: OpenLoop): Promise<OpenLoopResult> {
  const intervalUs = 1_000_000 / ratePerSecond;
  const startUs = nowUs() + intervalUs;
  let made = 0;
  let latestUs = 0;
  return new Promise((resolve, reject) => {
    const turn = () => {
      const turnEndsUs = nowUs() + TURN_US;
      try {
        for (let now = nowUs(); made < arrivals; now = nowUs()) {
          const dueUs = startUs + made * intervalUs;
          if (dueUs > now || now > turnEndsUs) break;
          latestUs = Math.max(latestUs, now - dueUs);
          arrive(made, dueUs);
          made += 1;
        }
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      if (made === arrivals) resolve({ achievedRate: achieved(made, startUs), latestUs });
      else wait(startUs + made * intervalUs - nowUs(), turn);
    };
    turn();
  });
}

function wait(untilUs: number, turn: () => void): void {
  if (untilUs > SPIN_US) setTimeout(turn, (untilUs - SPIN_US) / 1_000);
  else setImmediate(turn);
}

function achieved(made: number, startUs: number): number {
  return (made * 1_000_000) / Math.max(1, nowUs() - startUs);
}
