import { expect, test } from "vitest";
import { base32, stepOfCode, totpCode, totpUri } from "./totp-code.ts";

/** The secret of RFC 6238, appendix B. */
const RFC = Buffer.from("12345678901234567890");

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("the code at second %d is the RFC's: %s", (second, code) => {
  expect(totpCode(RFC, Math.floor(second / 30))).toBe(code);
});

test("a code is good for its own thirty seconds and the ones beside them, for no others", () => {
  const step = 40_000_000;
  const at = step * 30_000 + 1_000;
  const of = (offset: number) => stepOfCode(RFC, totpCode(RFC, step + offset), at);
  expect([-2, -1, 0, 1, 2].map(of)).toEqual([null, step - 1, step, step + 1, null]);
  expect(
    stepOfCode(RFC, `${totpCode(RFC, step).slice(0, 3)} ${totpCode(RFC, step).slice(3)}`, at),
  ).toBe(step);
  expect(stepOfCode(RFC, "", at)).toBeNull();
});

test("the secret is told in base 32, as generators read it", () => {
  expect(base32(RFC)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(totpUri(RFC, "ada@desk")).toContain("otpauth://totp/Interlock%3Aada%40desk?secret=GEZDG");
});
