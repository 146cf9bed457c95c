import { describe, expect, test } from "vitest";
import { type KeyPress, noSequence, pressKey, type Shortcut } from "./key-sequence.ts";

/** Types keys one after another, 100 ms apart unless said otherwise, and returns the last shortcut. */
function type(keys: readonly (string | Partial<KeyPress>)[]): Shortcut | null {
  let state = noSequence;
  let last: Shortcut | null = null;
  keys.forEach((key, index) => {
    const part = typeof key === "string" ? { key } : key;
    const pressed = pressKey(state, {
      key: "",
      shift: false,
      modified: false,
      at: index * 100,
      ...part,
    });
    state = pressed.state;
    last = pressed.shortcut;
  });
  return last;
}

describe("shortcuts", () => {
  test.each([
    ["o", "/"],
    ["p", "/positions"],
    ["r", "/orders"],
    ["s", "/signals"],
    ["l", "/risk"],
    ["k", "/kill"],
  ])("g then %s goes to %s", (key, href) => {
    expect(type(["g", key])).toEqual({ kind: "go", href });
  });

  test("a letter alone does nothing", () => {
    expect(type(["k"])).toBeNull();
    expect(type(["p"])).toBeNull();
  });

  test("a sequence ends after a second and a half", () => {
    expect(type(["g", { key: "p", at: 1_700 }])).toBeNull();
  });

  test("another key in between ends a sequence", () => {
    expect(type(["g", "x", "p"])).toBeNull();
  });

  test("Shift+K leads to the kill switch and fires nothing", () => {
    expect(type([{ key: "K", shift: true }])).toEqual({ kind: "kill" });
  });

  test("keys with Control, Alt or Meta belong to the browser", () => {
    expect(type([{ key: "K", shift: true, modified: true }])).toBeNull();
    expect(type(["g", { key: "p", modified: true }])).toBeNull();
  });
});
