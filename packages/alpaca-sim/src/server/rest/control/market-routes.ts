import { parsePrice, priceUnits } from "@interlock/core/number/price";
import { Hono } from "hono";
import { z } from "zod";
import { invalidSymbol } from "../data-faults.ts";
import { refuse } from "../answer.ts";
import { faultOf, readJson } from "./fault-routes.ts";
import type { RestContext, RestEnv } from "../rest-context.ts";

const dollars = z.number().positive();
const BANDS = z.strictObject({ up: dollars, down: dollars, indicator: z.string().default("B") });
const IMBALANCE = z.strictObject({ price: dollars });
const CORRECTION = z.strictObject({
  price: z.union([z.string(), z.number()]).transform((text, context) => {
    const price = parsePrice(String(text));
    if (price.ok) return priceUnits(price.value);
    context.addIssue({ code: "custom", message: price.error });
    return z.NEVER;
  }),
  size: z.number().int().positive(),
});
const CANCEL = z.strictObject({ action: z.enum(["C", "E"]).default("C") });

/** What the tape says of a symbol besides prints and quotes, over /sim/symbols. Documented in README.md. */
export function marketRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const { notices, source } = context;
  const post = <T>(
    path: string,
    schema: z.ZodType<T>,
    act: (symbol: string, body: T) => boolean,
  ) => {
    routes.post(`/sim/symbols/:symbol/${path}`, async (request) => {
      const symbol = request.req.param("symbol");
      if (!source.symbols.includes(symbol)) return refuse(request, invalidSymbol(symbol));
      const body = schema.safeParse((await readJson(request)) ?? {});
      if (!body.success) return request.json({ message: faultOf(body.error) }, 422);
      if (act(symbol, body.data)) return request.json({ done: true });
      return request.json({ message: `no print of ${symbol} stands that could be changed` }, 422);
    });
  };
  post("luld", BANDS, (symbol, bands) => {
    notices.bands(symbol, bands);
    return true;
  });
  post("imbalance", IMBALANCE, (symbol, { price }) => {
    notices.imbalance(symbol, price);
    return true;
  });
  post("correct", CORRECTION, (symbol, amendment) => notices.amend(symbol, amendment));
  post("cancel", CANCEL, (symbol, { action }) => notices.amend(symbol, null, action));
  return routes;
}
