import { describe, expect, test } from "vitest";
import { sessionAnswer } from "./session-answer.ts";

const session = { session: { id: "s" }, user: { id: "u", name: "Ada", email: "ada@example.test" } };
const me = { result: { data: { userId: "u", name: "Ada", role: "risk", environment: "paper" } } };

describe("who is signed in", () => {
  test("is told by the session, with role and environment by the engine", () => {
    expect(sessionAnswer(session, me)).toEqual({
      kind: "signed_in",
      viewer: { name: "Ada", email: "ada@example.test", role: "risk", environment: "paper" },
    });
  });

  test("has no role while the engine has not said it: nothing is guessed", () => {
    expect(sessionAnswer(session, null)).toMatchObject({
      viewer: { role: null, environment: null },
    });
    expect(
      sessionAnswer(session, { result: { data: { role: "god", environment: "sim" } } }),
    ).toMatchObject({
      viewer: { role: null },
    });
  });

  test("is nobody when the session is null", () => {
    expect(sessionAnswer(null, me)).toEqual({ kind: "signed_out" });
  });

  test.each([undefined, "", 42, [], {}, { user: {} }])("cannot be told from %j", (body) => {
    expect(sessionAnswer(body, me)).toEqual({ kind: "unreachable" });
  });
});
