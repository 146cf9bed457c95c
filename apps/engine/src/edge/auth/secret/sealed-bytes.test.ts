import { expect, test } from "vitest";
import { Seal } from "./sealed-bytes.ts";

const SECRET = Buffer.from("a secret of twenty b");
const seal = new Seal("the key in the data folder", "totp");

test("what was sealed is read again by its owner, and looks different every time", () => {
  const sealed = seal.close(SECRET, "u1");
  expect(seal.open(sealed, "u1")).toEqual(SECRET);
  expect(seal.close(SECRET, "u1")).not.toBe(sealed);
});

test("it opens for no other owner, with no other key, and not when it was altered", () => {
  const sealed = seal.close(SECRET, "u1");
  const altered = `${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`;
  expect(() => seal.open(sealed, "u2")).toThrow();
  expect(() => new Seal("another key", "totp").open(sealed, "u1")).toThrow();
  expect(() => new Seal("the key in the data folder", "other").open(sealed, "u1")).toThrow();
  expect(() => seal.open(altered, "u1")).toThrow();
});
