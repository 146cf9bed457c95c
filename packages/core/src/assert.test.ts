import { describe, expect, it } from "vitest";
import { assert, assertNever, InvariantError } from "./assert.ts";
import { fail, ok } from "./result.ts";

describe("assert", () => {
  it("lets a true condition pass", () => {
    expect(() => assert(true, "unseen")).not.toThrow();
  });

  it("throws an InvariantError with its message on a false one", () => {
    expect(() => assert(false, "shares are lost")).toThrow(new InvariantError("shares are lost"));
    expect(new InvariantError("x").name).toBe("InvariantError");
  });

  it("refuses a value outside a closed union with the value in words", () => {
    const outside: unknown = "sideways";
    expect(() => assertNever(outside as never)).toThrow('unexpected value "sideways"');
  });
});

describe("Result", () => {
  it("carries a value or a sentence", () => {
    expect(ok(3)).toEqual({ ok: true, value: 3 });
    expect(fail("price is missing")).toEqual({ ok: false, error: "price is missing" });
  });
});
