import { describe, expect, test } from "vitest";
import { RateBudget, type RequestPriority } from "./rate-budget.ts";

const T0 = 1_700_000_000_000;

function takeAll(budget: RateBudget, priority: RequestPriority, now: number): number {
  let granted = 0;
  while (granted < 1_000 && budget.take(priority, now).granted) granted += 1;
  return granted;
}

describe("RateBudget", () => {
  test("B02 each priority leaves room for the more urgent ones, and kill is never refused", () => {
    const budget = new RateBudget(200);
    expect(takeAll(budget, "query", T0)).toBe(120);
    expect(takeAll(budget, "order", T0)).toBe(40);
    expect(takeAll(budget, "cancel", T0)).toBe(30);
    expect(takeAll(budget, "kill", T0)).toBe(1_000);
  });

  test("never grants more than the limit to orders in any 60 seconds", () => {
    const budget = new RateBudget(10);
    const sent: number[] = [];
    for (let now = T0; now < T0 + 180_000; now += 500) {
      if (budget.take("order", now).granted) sent.push(now);
    }
    for (const start of sent) {
      expect(sent.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(8);
    }
    expect(sent.length).toBe(24);
  });

  test("says when the next request may leave, and it may then", () => {
    const budget = new RateBudget(10);
    budget.take("order", T0);
    takeAll(budget, "order", T0 + 5_000);
    const refused = budget.take("order", T0 + 6_000);
    expect(refused).toEqual({ granted: false, retryAt: T0 + 60_000 });
    expect(budget.take("order", T0 + 60_000).granted).toBe(true);
    expect(budget.take("order", T0 + 60_000)).toEqual({ granted: false, retryAt: T0 + 65_000 });
  });

  test("B02 after a 429 orders and queries wait as told, cancels a second, kill not at all", () => {
    const budget = new RateBudget(200);
    budget.refused(T0 + 20_000, T0);
    expect(budget.take("order", T0)).toEqual({ granted: false, retryAt: T0 + 20_000 });
    expect(budget.take("cancel", T0)).toEqual({ granted: false, retryAt: T0 + 1_000 });
    expect(budget.take("kill", T0).granted).toBe(true);
    expect(budget.take("cancel", T0 + 1_000).granted).toBe(true);
    expect(budget.take("order", T0 + 20_000).granted).toBe(true);
  });

  test("a 429 without advice, or with an absurd one, holds for a second and at most a minute", () => {
    const budget = new RateBudget(200);
    budget.refused(null, T0);
    expect(budget.take("order", T0)).toEqual({ granted: false, retryAt: T0 + 1_000 });
    budget.refused(T0 + 1e12, T0);
    expect(budget.take("order", T0)).toEqual({ granted: false, retryAt: T0 + 60_000 });
  });

  test("requests that others make on the account count, until their window ends", () => {
    const budget = new RateBudget(200);
    budget.take("query", T0);
    budget.observe({ limit: 200, remaining: 30, resetAt: T0 + 12_000 }, T0);
    expect(budget.used(T0)).toBe(170);
    expect(budget.take("order", T0)).toEqual({ granted: false, retryAt: T0 + 12_000 });
    expect(budget.take("cancel", T0).granted).toBe(true);
    expect(budget.take("order", T0 + 12_000).granted).toBe(true);
  });

  test("senseless headers change nothing", () => {
    const budget = new RateBudget(200);
    budget.observe({ limit: null, remaining: 3, resetAt: null }, T0);
    budget.observe({ limit: 10, remaining: 30, resetAt: null }, T0);
    budget.observe({ limit: 200, remaining: 0, resetAt: T0 - 5 }, T0);
    expect(budget.used(T0)).toBe(0);
  });

  test("time that goes back does not free requests", () => {
    const budget = new RateBudget(10);
    takeAll(budget, "order", T0);
    expect(budget.take("order", T0 - 120_000).granted).toBe(false);
  });
});
