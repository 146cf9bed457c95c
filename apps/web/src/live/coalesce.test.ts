import { describe, expect, test } from "vitest";
import { coalesce } from "./coalesce.ts";

/** A source of changes whose "later" is when the test says so. */
function world() {
  const inner = new Set<() => void>();
  const later: (() => void)[] = [];
  const subscribe = coalesce(
    (listener) => {
      inner.add(listener);
      return () => inner.delete(listener);
    },
    (act) => later.push(act),
  );
  return {
    inner,
    subscribe,
    change: () => {
      for (const listener of inner) listener();
    },
    drain: () => {
      for (const act of later.splice(0)) act();
    },
  };
}

describe("coalesced changes", () => {
  test("tell every listener once for all that waited, and again for what comes later", () => {
    const { subscribe, change, drain } = world();
    const told: string[] = [];
    subscribe(() => told.push("a"));
    subscribe(() => told.push("b"));
    for (let frame = 0; frame < 100; frame++) change();
    expect(told).toEqual([]);
    drain();
    expect(told).toEqual(["a", "b"]);
    change();
    drain();
    expect(told).toEqual(["a", "b", "a", "b"]);
  });

  test("reach nobody who has left, and nobody listens to the source once all have", () => {
    const { subscribe, change, drain, inner } = world();
    const told: string[] = [];
    const leave = subscribe(() => told.push("a"));
    change();
    leave();
    drain();
    expect(told).toEqual([]);
    expect(inner.size).toBe(0);
    subscribe(() => told.push("b"));
    change();
    drain();
    expect(told).toEqual(["b"]);
  });
});
