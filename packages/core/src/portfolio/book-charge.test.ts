import { describe, expect, test } from "vitest";
import { money } from "../number/money.ts";
import { bookCharge } from "./book-charge.ts";
import { openPortfolio } from "./portfolio.ts";

const accrued = {
  ...openPortfolio(money("1000")),
  accruedFees: { sec: money("1.234"), taf: money("0.5"), cat: money("0") },
};

describe("bookCharge", () => {
  test("takes a regulatory fee from cash and settles what had accrued of its type", () => {
    const after = bookCharge(accrued, { kind: "FEE/REG", amount: money("-1.24") });
    expect(after.cash).toBe(money("998.76"));
    expect(after.chargedFees).toBe(money("1.24"));
    expect(after.accruedFees).toEqual({ sec: money("0"), taf: money("0.5"), cat: money("0") });
  });

  test("keeps what executions of a later day accrued", () => {
    const after = bookCharge(accrued, { kind: "FEE/TAF", amount: money("-0.2") });
    expect(after.accruedFees.taf).toBe(money("0.3"));
  });

  test("counts a fee of an unknown type as charged", () => {
    const after = bookCharge(accrued, { kind: "FEE", amount: money("-3") });
    expect(after.chargedFees).toBe(money("3"));
    expect(after.accruedFees).toEqual(accrued.accruedFees);
  });

  test("moves only cash for what is no fee", () => {
    const after = bookCharge(accrued, { kind: "DIV", amount: money("12.5") });
    expect(after.cash).toBe(money("1012.5"));
    expect(after.chargedFees).toBe(money("0"));
  });
});
