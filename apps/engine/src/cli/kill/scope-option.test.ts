import { Command } from "commander";
import { expect, test } from "vitest";
import { scopeOption } from "./scope-option.ts";

function read(...args: readonly string[]): unknown {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  command.addOption(scopeOption("what"));
  return command.parse([...args], { from: "user" }).opts<{ scope?: unknown }>().scope;
}

test("names everything, a symbol or a strategy", () => {
  expect([read(), read("--scope", "all")]).toEqual([{ kind: "all" }, { kind: "all" }]);
  expect(read("--scope", "symbol:nvda")).toEqual({ kind: "symbol", symbol: "NVDA" });
  expect(read("--scope", "strategy:a:b")).toEqual({ kind: "strategy", strategyId: "a:b" });
});

test.each(["NVDA", "symbol:", "strategy:", "sector:tech"])(
  "%s is refused with what is allowed: a typo must not stop everything or nothing",
  (scope) => {
    expect(() => read("--scope", scope)).toThrow(/must be "all", "symbol:"/);
  },
);
