import { describe, expect, test } from "vitest";
import { money } from "../number/money.ts";
import { bookCharge, type Charge } from "./book-charge.ts";
import { openPortfolio, type Portfolio } from "./portfolio.ts";

const accruedFees = { sec: money("1.234"), taf: money("0.5"), cat: money("0") };

function afterCharge(charge: Charge): Portfolio {
  const portfolio = { ...openPortfolio(money("1000")), accruedFees };
  bookCharge(portfolio, charge);
  return portfolio;
}

describe("bookCharge", () => {
  test("takes a regulatory fee from cash and settles what had accrued of its type", () => {
    const after = afterCharge({ kind: "FEE/REG", amount: money("-1.24") });
    expect(after.cash).toBe(money("998.76"));
    expect(after.chargedFees).toBe(money("1.24"));
    expect(after.accruedFees).toEqual({ sec: money("0"), taf: money("0.5"), cat: money("0") });
  });

  test("keeps what executions of a later day accrued", () => {
    const after = afterCharge({ kind: "FEE/TAF", amount: money("-0.2") });
    expect(after.accruedFees.taf).toBe(money("0.3"));
  });

  test("counts a fee of an unknown type as charged", () => {
    const after = afterCharge({ kind: "FEE", amount: money("-3") });
    expect(after.chargedFees).toBe(money("3"));
    expect(after.accruedFees).toEqual(accruedFees);
  });

  test("moves only cash for what is no fee", () => {
    const after = afterCharge({ kind: "DIV", amount: money("12.5") });
    expect(after.cash).toBe(money("1012.5"));
    expect(after.chargedFees).toBe(money("0"));
  });
});
