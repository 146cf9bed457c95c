import { parseMoney } from "@interlock/core/number/money";
import { parsePrice } from "@interlock/core/number/price";
import { parseQuantity } from "@interlock/core/number/quantity";
import type { Result } from "@interlock/core/result";
import { Hono } from "hono";
import { z } from "zod";
import type { ControlAction, Mark } from "../../../venue/control/control-command.ts";
import { MARKS } from "../../../venue/control/control-command.ts";
import { refuse } from "../answer.ts";
import { faultOf, readJson } from "./fault-routes.ts";
import type { RestContext, RestEnv, RestRequest } from "../rest-context.ts";

function amount<T>(parse: (text: string) => Result<T>) {
  return z.union([z.string(), z.number()]).transform((text, context) => {
    const read = parse(String(text));
    if (read.ok) return read.value;
    context.addIssue({ code: "custom", message: read.error });
    return z.NEVER;
  });
}

const qty = amount(parseQuantity);
const price = amount(parsePrice);
const flag = z.boolean().optional();

const STANDING = z
  .strictObject({
    status: z.string().optional(),
    trading_blocked: flag,
    account_blocked: flag,
    transfers_blocked: flag,
    closing_only: flag,
  })
  .transform((body) =>
    withoutAbsent({
      status: body.status,
      tradingBlocked: body.trading_blocked,
      accountBlocked: body.account_blocked,
      transfersBlocked: body.transfers_blocked,
      closingOnly: body.closing_only,
    }),
  );
const ASSET = z
  .strictObject({
    active: flag,
    tradable: flag,
    marginable: flag,
    shortable: flag,
    easy_to_borrow: flag,
    fractionable: flag,
  })
  .transform(({ active, easy_to_borrow, ...rest }) =>
    withoutAbsent({ ...rest, isActive: active, easyToBorrow: easy_to_borrow }),
  );
const HALT = z.strictObject({ reason: z.string().default("T1") });
const CASH = z.strictObject({ amount: amount(parseMoney) });
const SHARES = z.strictObject({ symbol: z.string(), qty, price });
const SLICE = z.strictObject({ qty, price });
const EVENT = z.strictObject({
  event: z.string().refine(isMark, `must be one of ${Object.keys(MARKS).join(", ")}`),
  reason: z.string().nullable().default(null),
});
const CORRECTION = z.union([z.strictObject({ bust: z.literal(true) }), SLICE]);

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(given: T): Present<T> {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Present<T>;
}

function isMark(text: string): text is Mark {
  return Object.hasOwn(MARKS, text);
}

/** What comes to the account from outside, over /sim: the broker, the exchange, another hand. See README.md. */
export function controlRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const post = <T>(path: string, schema: z.ZodType<T>, actionOf: ActionOf<T>): void => {
    routes.post(path, async (request) => {
      const body = schema.safeParse((await readJson(request)) ?? {});
      if (!body.success) return request.json({ message: faultOf(body.error) }, 422);
      return carryOut(
        context,
        request,
        actionOf(body.data, (name) => request.req.param(name) ?? ""),
      );
    });
  };
  post("/sim/account", STANDING, (standing) => ({ do: "standing", standing }));
  post("/sim/cash", CASH, ({ amount: sum }) => ({ do: "cash", amount: sum }));
  post("/sim/positions", SHARES, ({ symbol, qty: quantity, price: at }) => ({
    do: "shares",
    symbol,
    quantity,
    price: at,
  }));
  post("/sim/assets/:symbol", ASSET, (change, part) => ({
    do: "asset",
    symbol: part("symbol"),
    change,
  }));
  post("/sim/symbols/:symbol/halt", HALT, ({ reason }, part) => ({
    do: "halt",
    symbol: part("symbol"),
    reason,
  }));
  post("/sim/symbols/:symbol/resume", z.strictObject({}), (_body, part) => ({
    do: "resume",
    symbol: part("symbol"),
  }));
  post("/sim/orders/:id/executions", SLICE, ({ qty: quantity, price: at }, part) => ({
    do: "execute",
    orderId: part("id"),
    quantity,
    price: at,
  }));
  post("/sim/orders/:id/events", EVENT, ({ event, reason }, part) => ({
    do: "mark",
    orderId: part("id"),
    event,
    reason,
  }));
  post("/sim/executions/:id", CORRECTION, (body, part) =>
    "bust" in body
      ? { do: "bust", executionId: part("id") }
      : { do: "correct", executionId: part("id"), quantity: body.qty, price: body.price },
  );
  return routes;
}

type ActionOf<T> = (body: T, part: (name: string) => string) => ControlAction;

/** Reports that follow leave at once; the tape has not waited for this request. */
function carryOut(context: RestContext, request: RestRequest, action: ControlAction): Response {
  const { desk, reports, conductor } = context;
  const { reply, events } = desk.handle({ kind: "control", action });
  if (reply.kind === "controlled" && !reply.outcome.ok) return refuse(request, reply.outcome.error);
  reports.push(events);
  if (action.do === "halt") context.notices.status(action.symbol, "halt", action.reason);
  if (action.do === "resume") context.notices.status(action.symbol, "resume", "");
  conductor.wake();
  return request.json({ done: true });
}
