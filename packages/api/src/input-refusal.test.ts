import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { z } from "zod";
import { toldMessage } from "./input-refusal.ts";
import { decimalString } from "./view/scalars.ts";

/** What a schema says of an input that it refuses. */
function refusalOf(schema: z.ZodType, input: unknown): string {
  const { error } = schema.safeParse(input);
  if (error === undefined) throw new Error("the input was taken");
  return toldMessage(new TRPCError({ code: "BAD_REQUEST", cause: error }));
}

test("a refused input is told with the field of each fault, as deep as it is", () => {
  const schema = z.strictObject({
    range: z.object({ from: z.number().min(1) }),
    closes: z.array(z.strictObject({ quantity: decimalString, side: z.enum(["buy", "sell"]) })),
  });
  const close = { quantity: "many", side: "hold" };
  expect(refusalOf(schema, { range: {}, closes: [close] })).toBe(
    'range.from: Invalid input: expected number, received undefined; closes[0].quantity must be a plain decimal number; closes[0].side: Invalid option: expected one of "buy"|"sell".',
  );
  expect(refusalOf(schema, { range: { from: 0 }, closes: [{ ...close, x: 1 }] })).toContain(
    "range.from: Too small: expected number to be >=1; ",
  );
  expect(refusalOf(schema, { range: { from: 1 }, closes: [], x: 1 })).toBe(
    'Unrecognized key: "x".',
  );
});

test("a sentence of ours that names its field is told as it is", () => {
  const symbol = z.string().regex(/^[A-Z]+$/, "symbol must be a ticker such as BRK.B");
  expect(refusalOf(z.object({ symbol }), { symbol: "brk" })).toBe(
    "symbol must be a ticker such as BRK.B.",
  );
});

test("an answer of ours that does not fit its schema is told as our fault, with no field of the input", () => {
  const { error: cause } = z.object({ cash: decimalString }).safeParse({ cash: "a secret" });
  const told = toldMessage(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }));
  expect(told).toContain("The engine could not make this answer");
  expect(told).not.toContain("cash");
});

test("what an error says itself is told as it is", () => {
  const error = new TRPCError({ code: "BAD_REQUEST", message: "No order has this id." });
  expect(toldMessage(error)).toBe("No order has this id.");
});
