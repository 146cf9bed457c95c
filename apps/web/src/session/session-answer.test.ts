import { describe, expect, test } from "vitest";
import { sessionAnswer } from "./session-answer.ts";

const ADA = {
  userId: "u",
  name: "Ada",
  email: "ada@example.test",
  role: "risk",
  environment: "paper",
};
const me = (data: object) => ({ result: { data } });

describe("who is signed in", () => {
  test("is told by the engine, with role and environment", () => {
    expect(sessionAnswer(200, me(ADA))).toEqual({ kind: "signed_in", viewer: ADA });
  });

  test("is nobody when the session is missing or has ended", () => {
    expect(sessionAnswer(401, { error: { message: "Sign in first." } })).toEqual({
      kind: "signed_out",
    });
  });

  test("cannot be told from a role that is none: nothing is guessed", () => {
    expect(sessionAnswer(200, me({ ...ADA, role: "god" }))).toEqual({ kind: "unreachable" });
  });

  test.each([
    [200, undefined],
    [200, ""],
    [200, []],
    [500, { error: { message: "the database is silent" } }],
    [502, null],
  ])("cannot be told from status %d with %j", (status, body) => {
    expect(sessionAnswer(status, body)).toEqual({ kind: "unreachable" });
  });
});
