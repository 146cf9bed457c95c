import { expect, test } from "vitest";
import { hashPassword, isPassword } from "./password-hash.ts";

test("a password is kept as argon2id with OWASP's parameters, each time with another salt", async () => {
  const [one, two] = await Promise.all([
    hashPassword("a long sentence"),
    hashPassword("a long sentence"),
  ]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await isPassword("a long sentence", one ?? null)).toBe(true);
  expect(await isPassword("a long sentencE", one ?? null)).toBe(false);
});

test("an account that does not exist is compared with something all the same", async () => {
  expect(await isPassword("nobody has this password", null)).toBe(false);
});
