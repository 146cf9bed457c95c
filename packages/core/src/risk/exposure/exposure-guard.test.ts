import { expect, it } from "vitest";
import { ZERO_MONEY } from "../../number/money.ts";
import { NO_SIDES } from "../../portfolio/side-exposure.ts";
import { UNKNOWN_ACCOUNT } from "./exposure-guard.ts";

it("an account of which nothing is known has no equity and no buying power", () => {
  expect(UNKNOWN_ACCOUNT).toEqual({ elsewhere: NO_SIDES, equity: ZERO_MONEY, venue: null });
});
