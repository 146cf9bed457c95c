import ts from "typescript";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { ClientOrderId, Ticker } from "./ids.ts";
import type { IsoDate } from "./market/calendar.ts";
import type { Money } from "./number/money.ts";
import type { Price } from "./number/price.ts";
import type { Quantity } from "./number/quantity.ts";
import type { OrderIntent } from "./order/order-intent.ts";
import type { ApprovedOrder } from "./risk/approved-order.ts";
import type { Limits } from "./risk/limits.ts";

/** What must not compile. Each snippet is compiled as a file of this package, against its real sources. */
const REFUSED: Readonly<Record<string, readonly [code: number, source: string]>> = {
  "a price plus a quantity": [
    2365,
    `import { price } from "./number/price.ts"; import { shares } from "./number/quantity.ts";
     export const sum = price("1") + shares(1);`,
  ],
  "a price plus a price, whose meaning nobody wrote down": [
    2365,
    `import { price } from "./number/price.ts"; export const sum = price("1") + price("2");`,
  ],
  "money compared with a price": [
    2367,
    `import { money } from "./number/money.ts"; import { price } from "./number/price.ts";
     export const same = money("1") === price("1");`,
  ],
  "a price where a quantity is wanted": [
    2345,
    `import { price } from "./number/price.ts"; import { addQuantity, shares } from "./number/quantity.ts";
     export const sum = addQuantity(shares(1), price("1"));`,
  ],
  "a plain number where a price is wanted": [
    2345,
    `import { formatPrice } from "./number/price.ts"; export const text = formatPrice(12.5);`,
  ],
  "a plain text where a ticker is wanted": [
    2322,
    `import type { Ticker } from "./ids.ts"; export const symbol: Ticker = "SPY";`,
  ],
  "an order intent where an approved order is wanted": [
    2741,
    `import type { OrderIntent } from "./order/order-intent.ts";
     import type { ApprovedOrder } from "./risk/approved-order.ts"; declare const intent: OrderIntent;
     export const approved: ApprovedOrder = { intent, approvedAt: 0, arrivalMid: null, reducing: false };`,
  ],
  "the brand of an approved order by its name": [
    2459,
    `import { approvedByRisk } from "./risk/approved-order.ts"; export const brand = approvedByRisk;`,
  ],
  "an override that nobody granted": [
    2741,
    `import type { OneShotOverride, OverrideGrant, OverrideUse } from "./risk/override/override.ts";
     import type { Limits } from "./risk/limits.ts"; declare const grant: OverrideGrant;
     declare const use: OverrideUse; declare const ceilings: Limits;
     export const override: OneShotOverride = { grant, use, ceilings };`,
  ],
  "a granted override at the gate that was not claimed for its order": [
    2345,
    `import { checkOrder } from "./risk/check-order.ts"; import type { OrderIntent } from "./order/order-intent.ts";
     import type { RiskContext } from "./risk/risk-context.ts"; declare const intent: OrderIntent;
     import type { OverrideGrant } from "./risk/override/override.ts"; declare const context: RiskContext;
     declare const grant: OverrideGrant; export const decision = checkOrder(intent, context, grant);`,
  ],
  "a denied order used as an approved one": [
    2339,
    `import type { Decision } from "./risk/check-order.ts"; declare const decision: Decision;
     export const order = decision.order;`,
  ],
};

/** A file that compiles, to show that the others fail for their own reason. */
const ALLOWED = `import { notional } from "./number/money.ts"; import { price } from "./number/price.ts";
  import { shares } from "./number/quantity.ts"; export const worth = notional(price("1"), shares(1));`;

/** Compiles snippets as files of this package and returns the error codes of each. */
function compile(snippets: readonly string[]): number[][] {
  const config = ts.findConfigFile(
    ts.sys.getCurrentDirectory(),
    ts.sys.fileExists,
    "packages/core/tsconfig.json",
  );
  if (config === undefined)
    throw new Error("packages/core/tsconfig.json is not above the current folder");
  const folder = config.replace(/tsconfig\.json$/, "src/");
  const options = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    folder.replace(/src\/$/, ""),
  ).options;
  const sources = new Map(
    snippets.map((source, index) => [`${folder}snippet-${index}.ts`, source]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name);
  host.getSourceFile = (name, ...rest) => {
    const source = sources.get(name);
    return source === undefined
      ? getSourceFile.call(host, name, ...rest)
      : ts.createSourceFile(name, source, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ code }) => code,
    );
  });
}

describe("the compiler", () => {
  const names = Object.keys(REFUSED);
  const codes = compile([ALLOWED, ...names.map((name) => REFUSED[name]?.[1] ?? "")]);

  it("accepts a price times a quantity through the function that means it", () => {
    expect(codes[0]).toEqual([]);
  });

  it.each(names)("refuses %s", (name) => {
    expect(codes[names.indexOf(name) + 1]).toEqual([REFUSED[name]?.[0]]);
  });
});

describe("types", () => {
  it("keep amounts, ids and dates apart", () => {
    expectTypeOf<Price>().not.toExtend<Quantity>();
    expectTypeOf<Quantity>().not.toExtend<Money>();
    expectTypeOf<Money>().not.toExtend<Price>();
    expectTypeOf<Price>().not.toExtend<number | string | bigint>();
    expectTypeOf<number>().not.toExtend<Price>();
    expectTypeOf<ClientOrderId>().not.toExtend<Ticker>();
    expectTypeOf<string>().not.toExtend<IsoDate>();
  });

  it("keep an intent from being an approved order", () => {
    expectTypeOf<OrderIntent>().not.toExtend<ApprovedOrder>();
    expectTypeOf<Omit<ApprovedOrder, symbol>>().not.toExtend<ApprovedOrder>();
  });

  it("leave no limit out", () => {
    expectTypeOf<Partial<Limits>>().not.toExtend<Limits>();
    expectTypeOf<null>().not.toExtend<Limits["maxDailyLoss"]>();
  });
});
