import { describe, expect, it } from "vitest";
import { IBM, SPY } from "../../test/builders.ts";
import { checkSignal, type Signal } from "./signal.ts";

const signal: Signal = { symbol: SPY, target: 0.5, reason: "z -2.10", horizonMs: 60_000 };

describe("checkSignal", () => {
  it.each([-1, -0.25, 0, 1])("lets a target of %s pass", (target) => {
    expect(checkSignal({ ...signal, target }, [SPY])).toEqual({
      ok: true,
      value: { ...signal, target },
    });
  });

  it("turns a target of -0 into 0", () => {
    const checked = checkSignal({ ...signal, target: -0 }, [SPY]);
    expect(checked.ok && Object.is(checked.value.target, 0)).toBe(true);
  });

  it.each([1.01, -2, Number.NaN, Number.POSITIVE_INFINITY])("refuses a target of %s", (target) => {
    expect(checkSignal({ ...signal, target }, [SPY])).toEqual({
      ok: false,
      error: `signal target ${target} must be from -1 to 1`,
    });
  });

  it("refuses a symbol that is not the strategy's", () => {
    expect(checkSignal(signal, [IBM])).toEqual({
      ok: false,
      error: "signal for SPY, which is not among the strategy's symbols IBM",
    });
  });

  it.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses a horizon of %s ms",
    (horizonMs) => {
      expect(checkSignal({ ...signal, horizonMs }, [SPY]).ok).toBe(false);
    },
  );

  it("allows an unknown horizon", () => {
    expect(checkSignal({ ...signal, horizonMs: null }, [SPY]).ok).toBe(true);
  });

  it.each(["", "x".repeat(501)])("refuses a reason that is empty or without end", (reason) => {
    expect(checkSignal({ ...signal, reason }, [SPY])).toEqual({
      ok: false,
      error: `signal reason must have 1 to 500 characters, not ${reason.length}`,
    });
  });
});
