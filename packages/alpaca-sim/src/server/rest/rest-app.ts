import { Hono } from "hono";
import { notFound } from "../../venue/venue-error.ts";
import { accountRoutes } from "./account-routes.ts";
import { refuse } from "./answer.ts";
import { assetRoutes } from "./asset-routes.ts";
import { calendarRoutes } from "./calendar-routes.ts";
import { marketRoutes } from "./control/market-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { positionRoutes } from "./position-routes.ts";
import { type GuardParts, guardRequests } from "./request-guard.ts";
import type { RestEnv } from "./rest-context.ts";
import type { StreamControl } from "../faults/stream-control.ts";
import { controlRoutes } from "./control/control-routes.ts";
import { corporateRoutes } from "./corporate-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import { faultRoutes } from "./control/fault-routes.ts";
import { tickRoutes } from "./tick-routes.ts";
import { watchlistRoutes } from "./watchlist-routes.ts";
import { simRoutes } from "./control/sim-routes.ts";
import { stockRoutes } from "./stock-routes.ts";

/** Returns the whole REST interface: trading, market data, and the control of the simulation. */
export function restApp(parts: GuardParts, streams: StreamControl): Hono<RestEnv> {
  const { context } = parts;
  const app = new Hono<RestEnv>();
  app.use("*", guardRequests(parts));
  app.route("/", accountRoutes(context));
  app.route("/", orderRoutes(context));
  app.route("/", eventRoutes(context));
  app.route("/", positionRoutes(context));
  app.route("/", assetRoutes(context));
  app.route("/", calendarRoutes(context));
  app.route("/", watchlistRoutes(context));
  app.route("/", stockRoutes(context));
  app.route("/", tickRoutes(context));
  app.route("/", simRoutes(context));
  app.route("/", faultRoutes(context, streams));
  app.route("/", controlRoutes(context));
  app.route("/", corporateRoutes(context));
  app.route("/", marketRoutes(context));
  app.notFound((request) => refuse(request, notFound("endpoint not found.")));
  app.onError((error, request) => {
    process.stderr.write(
      `${request.req.method} ${request.req.path}: ${error.stack ?? error.message}\n`,
    );
    return request.json({ code: 50010000, message: "internal server error" }, 500);
  });
  return app;
}
