import { expect, test } from "vitest";
import { passwordFault } from "./password-rules.ts";

const ADA = { name: "Ada Lovelace", email: "ada.lovelace@desk.example" };

test.each([
  "correct horse battery",
  "my dog eats 3 alpacas a day",
  "kW9#rT2mQz!xLp",
  "the market opens at half past nine",
  "пароль из нескольких слов",
])("a password of some length is taken, whatever it is made of: %s", (password) => {
  expect(passwordFault(password, ADA)).toBeNull();
});

test.each([
  ["short", /has 5 characters: it needs at least 12/],
  ["x".repeat(257), /at most 256/],
  ["aaaaaaaaaaaaaaaa", /simple pattern/],
  ["123456789012", /simple pattern/],
  ["210987654321", /simple pattern/],
  ["qwertyuiopas", /simple pattern/],
  ["1q2w3e4r5t6y", /simple pattern/],
  ["password1234", /common one/],
  ["P@ssw0rd2026!", /common one/],
  ["welcomeadmin1", /common one/],
  ["Interlock2026!", /common one/],
  ["iloveyou!!!!", /common one/],
  ["lovelace2026", /your name/],
  ["ada.lovelace1", /your name/],
])("what is guessed first is refused, with a sentence: %s", (password, sentence) => {
  expect(passwordFault(password, ADA)).toMatch(sentence);
});
