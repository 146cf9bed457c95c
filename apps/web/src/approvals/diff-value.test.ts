import { expect, test } from "vitest";
import { diffValue } from "./diff-value.ts";

test("a limit is written with its unit, and a role as it is", () => {
  expect(diffValue("Order notional", "15000.00")).toBe("$15,000.00");
  expect(diffValue("Order quantity", "1500")).toBe("1,500 shares");
  expect(diffValue("Role of Bo", "risk")).toBe("risk");
});
