import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { InputBody } from "../../input.ts";
import { Ticker } from "./ticker.ts";
import { ReplayedTime, SynchronizedTime } from "./venue-time.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const NOON = Date.UTC(2026, 5, 16, 16, 0, 0);

function ticking(simulated: boolean, engineNow = 0) {
  const inputs: InputBody[] = [];
  const time = new ReplayedTime();
  let asked = 0;
  const clock = () => {
    asked += 1;
    const told = { venueAt: NOON + asked, isOpen: true, nextOpenAt: NOON, nextCloseAt: NOON };
    return Promise.resolve({ ok: true as const, value: told });
  };
  const ticker = new Ticker({
    engine: { accept: (body) => inputs.push(body), now: engineNow },
    venue: { clock },
    time,
    simulated,
    onTick: () => undefined,
  });
  ticker.start();
  return { ticker, inputs, time, asked: () => asked };
}

/** Lets the tape pass a second every 100 ms of real time. */
async function runTape(ticker: Ticker, forMs: number): Promise<void> {
  for (let passed = 0; passed < forMs; passed += 100) {
    ticker.tick();
    await vi.advanceTimersByTimeAsync(100);
  }
}

test("a silent venue leaves the engine ticking by the host's clock", async () => {
  const { inputs } = ticking(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(inputs).toEqual(Array.from({ length: 4 }, () => ({ kind: "clock" })));
});

test("a tape that runs ticks by itself and is never asked for its time", async () => {
  const { ticker, inputs, asked } = ticking(true);
  await runTape(ticker, 10_000);
  expect(inputs).toHaveLength(100);
  expect(asked()).toBe(0);
});

test("a tape that pauses for less than two seconds is not asked either: its answer could overtake its events", async () => {
  const { ticker, time, asked } = ticking(true);
  await runTape(ticker, 1_000);
  await vi.advanceTimersByTimeAsync(1_500);
  await runTape(ticker, 1_000);
  expect(asked()).toBe(0);
  expect(time.now()).toBe(0);
});

test("a simulated venue that has been silent for two seconds is asked for its time", async () => {
  const { time, asked } = ticking(true);
  await vi.advanceTimersByTimeAsync(2_300);
  expect(asked()).toBe(1);
  expect(time.now()).toBe(NOON + 1);
});

test("a real venue is asked every half minute, and nobody after the stop", async () => {
  const { ticker, inputs, asked } = ticking(false);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(asked()).toBe(2);
  ticker.stop();
  const before = inputs.length;
  await vi.advanceTimersByTimeAsync(61_000);
  expect(inputs).toHaveLength(before);
});

describe("at a real venue", () => {
  /** A ticker on a clock that knows the time, and a venue that answers what it is told to. */
  function watched() {
    const inputs: InputBody[] = [];
    const time = new SynchronizedTime({ wallMs: () => NOON, monotonicMs: () => performance.now() });
    time.learn(NOON);
    let off = 0;
    const clock = () => {
      const venueAt = time.now() + off;
      const told = { venueAt, isOpen: true, nextOpenAt: NOON, nextCloseAt: NOON };
      return Promise.resolve({ ok: true as const, value: told });
    };
    const engine = { accept: (body: InputBody) => inputs.push(body), now: 0 };
    const ticker = new Ticker({
      engine,
      venue: { clock },
      time,
      simulated: false,
      onTick: () => undefined,
    });
    ticker.start();
    const trust = () => inputs.flatMap((one) => (one.kind === "venue_clock" ? [one.trusted] : []));
    return { engine, time, trust, tell: (ms: number) => (off = ms) };
  }

  test("an answer that is far off is told to the engine, and asked for again a second later", async () => {
    const { time, trust, tell } = watched();
    tell(60_000);
    await vi.advanceTimersByTimeAsync(30_600);
    expect(trust()).toEqual([false]);
    const before = time.now();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(time.now() - before).toBeGreaterThan(60_000);
    expect(trust()).toEqual([false, true]);
  });

  test("an engine whose journal is from a later time is told until the venue has come so far", async () => {
    const { engine, time, trust } = watched();
    engine.now = time.now() + 20_000;
    await vi.advanceTimersByTimeAsync(500);
    expect(trust()).toEqual([false]);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(trust()).toEqual([false, true]);
  });
});
