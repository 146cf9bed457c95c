import { describe, expect, test } from "vitest";
import { explainFailure } from "./http-failure.ts";

function failure(code: string, syscall?: string): Error {
  return Object.assign(new Error(`${syscall ?? ""} ${code}`), {
    code,
    ...(syscall && { syscall }),
  });
}

const sent = (error: unknown) => explainFailure(error, "venue", 5_000).sent;

describe("a request that failed", () => {
  test.each(["ENETUNREACH", "EHOSTUNREACH", "ECONNREFUSED"])(
    "with %s was not sent only where the connection could not be opened",
    (code) => {
      expect(sent(failure(code, "connect"))).toBe(false);
      expect(sent(failure(code, "read"))).toBe(true);
      expect(sent(failure(code, "write"))).toBe(true);
      expect(sent(failure(code))).toBe(true);
    },
  );

  test.each(["ENOTFOUND", "CERT_HAS_EXPIRED", "UND_ERR_CONNECT_TIMEOUT"])(
    "with %s was not sent: there was no connection to trust",
    (code) => expect(sent(failure(code))).toBe(false),
  );

  test("at every address of a host was not sent only where none could be reached", () => {
    const refused = failure("ECONNREFUSED", "connect");
    expect(sent(new AggregateError([refused, refused], "all"))).toBe(false);
    expect(sent(new AggregateError([refused, failure("ECONNRESET", "read")], "all"))).toBe(true);
    expect(sent(new AggregateError([], "all"))).toBe(true);
  });

  test("in any other way may have been sent", () => {
    expect(sent(failure("ECONNRESET", "read"))).toBe(true);
    expect(sent("what is this")).toBe(true);
  });
});
