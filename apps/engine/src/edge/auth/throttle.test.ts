import { expect, test } from "vitest";
import { Throttle } from "./throttle.ts";

function stage() {
  const world = { now: 0 };
  return { world, throttle: new Throttle({ max: 5, now: () => world.now }) };
}

test("five attempts a minute are let through, the sixth is refused and worth a record, further ones are not", () => {
  const { throttle } = stage();
  const answers = Array.from({ length: 8 }, () => throttle.take("ip ada"));
  expect(answers.slice(0, 5)).toEqual(Array<string>(5).fill("allowed"));
  expect(answers.slice(5)).toEqual(["first_refused", "refused", "refused"]);
});

test("attempts from one address keep nobody out who comes from another", () => {
  const { throttle } = stage();
  for (let n = 0; n < 50; n += 1) throttle.take("evil ada");
  expect(throttle.take("home ada")).toBe("allowed");
});

test("after a minute, and after a sign-in, the count begins anew", () => {
  const { world, throttle } = stage();
  for (let n = 0; n < 6; n += 1) throttle.take("ip ada");
  world.now = 60_000;
  expect(throttle.take("ip ada")).toBe("allowed");
  for (let n = 0; n < 4; n += 1) throttle.take("ip ada");
  throttle.forget("ip ada");
  expect(throttle.take("ip ada")).toBe("allowed");
});

test("a stranger who invents names costs a bounded amount of memory", () => {
  const { throttle } = stage();
  for (let n = 0; n < 6; n += 1) throttle.take("first");
  for (let n = 0; n < 20_000; n += 1) throttle.take(`name ${n}`);
  expect(throttle.take("first")).toBe("allowed");
});
