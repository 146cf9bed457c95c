import { describe, expect, it } from "vitest";
import { isUuid, liveAccountNumber, paperAccountNumber, uuidOf } from "./identifiers.ts";
import { Random } from "./random.ts";

describe("identifiers", () => {
  it("are UUIDs of version 4 that belong to their name alone", () => {
    expect(uuidOf("a/order/1")).toBe(uuidOf("a/order/1"));
    expect(uuidOf("a/order/1")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(isUuid(uuidOf(""))).toBe(true);
  });

  it("do not collide among a hundred thousand", () => {
    const ids = new Set(
      Array.from({ length: 100_000 }, (_, index) => uuidOf(`seed/order/${index}`)),
    );
    expect(ids.size).toBe(100_000);
  });

  it("number accounts as paper accounts are", () => {
    expect(paperAccountNumber("x")).toMatch(/^PA[A-Z2-9]{10}$/);
  });

  it("number accounts as live accounts are, where the venue plays one", () => {
    expect(liveAccountNumber("x")).toMatch(/^[1-9][0-9]{8}$/);
  });
});

describe("seeded randomness", () => {
  it("repeats by its seed, is even between 0 and 1, and normal around 0", () => {
    const [a, b] = [new Random("s"), new Random("s")];
    const units = Array.from({ length: 20_000 }, () => a.unit());
    expect(units.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => b.unit()));
    const mean = (values: number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(units)).toBeCloseTo(0.5, 1);
    const normals = Array.from({ length: 20_000 }, () => a.normal());
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((value) => value * value))).toBeCloseTo(1, 1);
    expect(mean(Array.from({ length: 5_000 }, () => a.poisson(4)))).toBeCloseTo(4, 0);
  });
});
