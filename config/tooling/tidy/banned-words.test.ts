import { expect, test } from "vitest";
import { checkWords } from "./banned-words.ts";
import { readSource } from "./source-file.ts";

/** Put together here: this file, too, names no place of any machine. */
function folder(...names: string[]): string {
  return ["", ...names].join("/");
}

test.each([
  ["// TODO later", "leftover"],
  ['throw new Error("Not implemented");', "leftover"],
  ["// a stub for now", "pretence"],
  ["// placeholder value", "pretence"],
  [`const a = "${folder("root", "interlock", "x")}";`, "machine-path"],
  [`cd ${folder("work", "main")}`, "machine-path"],
  [["registry", "npmjs", "org"].join("."), "package-host"],
  ["// see issue 12", "workplace-words"],
  ["// eslint-disable-next-line", "silenced-check"],
  ["// biome-ignore lint", "silenced-check"],
  ["// the order was cancelled", "american-spelling"],
  ["const colour = 1;", "american-spelling"],
])("%s is refused", (text, rule) => {
  expect(
    checkWords(readSource("packages/core/src/a.ts", text)).map((offence) => offence.rule),
  ).toEqual([rule]);
});

test.each([
  '<input placeholder="Reason" />',
  '<p className="placeholder:text-muted" />',
  "const path = root + '/work';",
  ".input::placeholder { color: gray; }",
  "for (const issue of error.issues) {}",
  "// the order was canceled",
  "const hex = '#123456';",
])("%s is allowed", (text) => {
  expect(checkWords(readSource("apps/web/src/a.tsx", text))).toEqual([]);
});
