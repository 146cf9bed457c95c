import { expect, test } from "vitest";
import { countdownWords, partKey, partOfKey, scopeWords, stageWords } from "./kill-scope-words.ts";

test.each(["symbol:NVDA", "strategy:momentum-1", "strategy:a:b"])(
  "%s is read as written",
  (key) => {
    const part = partOfKey(key);
    expect(part === undefined ? "" : partKey(part)).toBe(key);
  },
);

test("everything has no part", () => {
  expect([partOfKey("all"), scopeWords({})]).toEqual([undefined, "Everything"]);
});

test("a part is named as a person would", () => {
  expect(scopeWords({ scope: "symbol:NVDA" })).toBe("NVDA");
  expect(scopeWords({ scope: "strategy:momentum-1" })).toBe("Strategy momentum-1");
});

test("a stage that is not known yet is shown by its name", () => {
  expect(stageWords("new_stage")).toBe("new stage");
});

test("each time of one gate has its own name: decided, on disk, and seen by the watchdog", () => {
  expect(stageWords("requested")).toBe("Requested and decided");
  expect(stageWords("gate_closed")).toBe("Gate closed on disk");
  expect(stageWords("gate_closed", "host")).toBe("Gate seen closed by the watchdog");
});

test("the countdown says how many, how long and at what pace", () => {
  expect(countdownWords({ orders: 350, perMinute: 150, minutes: 3 })).toBe(
    "350 orders wait to be canceled one by one: about 3 min more at 150 a minute.",
  );
});
