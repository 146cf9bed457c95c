import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { InputBody } from "../../input.ts";
import { Ticker } from "./ticker.ts";
import { ReplayedTime } from "./venue-time.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const NOON = Date.UTC(2026, 5, 16, 16, 0, 0);

function ticking(simulated: boolean) {
  const inputs: InputBody[] = [];
  const time = new ReplayedTime();
  let asked = 0;
  const clock = () => {
    asked += 1;
    const told = { venueAt: NOON + asked, isOpen: true, nextOpenAt: NOON, nextCloseAt: NOON };
    return Promise.resolve({ ok: true as const, value: told });
  };
  const ticker = new Ticker({
    engine: { accept: (body) => inputs.push(body) },
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
