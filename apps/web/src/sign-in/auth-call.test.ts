import { expect, test } from "vitest";
import { authAnswer, isSignedIn } from "./auth-call.ts";

test("a refusal is told in the server's own sentence", () => {
  expect(authAnswer(403, { message: "The code is wrong." })).toEqual({
    kind: "refused",
    sentence: "The code is wrong.",
  });
  expect(authAnswer(429, { message: "Too many attempts." })).toMatchObject({ kind: "refused" });
});

test.each([
  [500, { message: "select from" }],
  [502, null],
  [403, "<html>"],
])(
  "what was not meant for a person is told as an engine that does not answer: %d %j",
  (status, body) => {
    expect(authAnswer(status, body)).toMatchObject({
      sentence: expect.stringContaining("The engine does not answer") as string,
    });
  },
);

test("a password that is right may need a code besides: nobody is signed in yet", () => {
  expect(isSignedIn({ signedIn: true, way: "password" })).toBe(true);
  expect(isSignedIn({ signedIn: false, needs: "code" })).toBe(false);
  expect(isSignedIn(null)).toBe(false);
});
