import { describe, expect, test } from "vitest";
import { Rig } from "../../../test/rig.ts";
import type { InputBody } from "../../input.ts";
import { ReplayedTime, SynchronizedTime } from "./venue-time.ts";

const NOON = Date.UTC(2026, 5, 16, 16, 0, 0);

/** Everything that a morning gives the engine, with the venue's time in it. */
function inputsAt(at: number): InputBody[] {
  const given: InputBody[] = [];
  const rig = new Rig();
  const give = rig.give.bind(rig);
  rig.give = (body) => {
    given.push(body);
    return give(body);
  };
  rig.time = at;
  rig.ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 0.2);
  if (intent === undefined) throw new Error("the rig's strategy was not let buy");
  rig.accept(intent);
  rig.fill(intent, { id: "e-1", quantity: "9", price: "100.02" });
  return given;
}

const kinds = (...wanted: InputBody["kind"][]) =>
  inputsAt(NOON).filter(({ kind }) => wanted.includes(kind));

test("in a simulation quotes, reports and snapshots tell the time, and nothing else does", () => {
  for (const body of kinds("quote", "execution_report", "venue_snapshot"))
    expect(new ReplayedTime().timeOf(body), body.kind).toBe(NOON);
  for (const body of kinds("engine_started", "connection", "submit_answered"))
    expect(new ReplayedTime().timeOf(body), body.kind).toBe(0);
});

test("in a simulation time never goes back: a late event has the time of the one before it", () => {
  const time = new ReplayedTime();
  time.learn(NOON + 5_000);
  const [quote] = kinds("quote");
  if (quote === undefined) throw new Error("no quote");
  expect(time.timeOf(quote)).toBe(NOON + 5_000);
  expect(time.now()).toBe(NOON + 5_000);
});

test("T01 at a real venue a step of the host's clock moves nothing; the venue's answer does", () => {
  let wall = NOON;
  let monotonic = 100;
  const time = new SynchronizedTime({ wallMs: () => wall, monotonicMs: () => monotonic });
  wall += 3_600_000;
  monotonic += 250.7;
  expect(time.now()).toBe(NOON + 250);
  time.learn(NOON + 10_000);
  monotonic += 50;
  expect(time.timeOf()).toBe(NOON + 10_050);
});

describe("at a real venue an answer", () => {
  const clock = () => {
    let monotonic = 0;
    const time = new SynchronizedTime({ wallMs: () => NOON, monotonicMs: () => monotonic });
    const pass = (ms: number) => {
      monotonic += ms;
    };
    return { time, pass };
  };

  test("tells the time of the middle of its way", () => {
    const { time } = clock();
    time.learn(NOON + 1_000, 400);
    expect(time.now()).toBe(NOON + 1_200);
  });

  test("is believed as it is when it is the first: the host's clock may be wrong by hours", () => {
    const { time } = clock();
    expect(time.learn(NOON + 3_600_000)).toBe(true);
    expect(time.now()).toBe(NOON + 3_600_000);
  });

  test.each([6_000, -6_000])(
    "that is %i ms away is believed only when the next one says the same",
    (off) => {
      const { time, pass } = clock();
      time.learn(NOON);
      expect(time.learn(NOON + off)).toBe(false);
      expect(time.now()).toBe(NOON);
      pass(1_000);
      expect(time.learn(NOON + off + 1_000)).toBe(true);
      expect(time.now()).toBe(NOON + off + 1_000);
    },
  );

  test("that is far away, and then another one far elsewhere, move nothing", () => {
    const { time } = clock();
    time.learn(NOON);
    for (const off of [60_000, -60_000, 90_000]) expect(time.learn(NOON + off)).toBe(false);
    expect(time.learn(NOON + 2_000)).toBe(true);
    expect(time.now()).toBe(NOON + 2_000);
  });
});
