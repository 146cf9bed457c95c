import type { HealthItem } from "@interlock/api/view/engine-view";
import { type Route, sendJson } from "./router.ts";

/** What health is read from. */
export interface HealthSource {
  items(): readonly HealthItem[];
  /** Whether the engine may trade: recovered, streams up, loop alive. */
  ready(): boolean;
}

/** Paths of single parts and the item that each shows. */
const PARTS: Readonly<Record<string, HealthItem["name"]>> = {
  "market-data": "market_data",
  "risk-manager": "risk_manager",
  "execution-engine": "order_stream",
  "signal-bridge": "signal_bridge",
  database: "database",
  "audit-trail": "audit_trail",
  "audit-anchors": "audit_anchors",
};

/** /live: the edge answers. /ready: the engine may trade. /health: every part with a sentence. */
export function healthRoutes(source: HealthSource): Route[] {
  const part = ([path, name]: [string, HealthItem["name"]]): Route => ({
    path: `/health/${path}`,
    handler: (_request, response) => {
      const item = source.items().find((one) => one.name === name);
      const down = item === undefined || item.status === "down";
      sendJson(
        response,
        down ? 503 : 200,
        item ?? { name, status: "down", detail: "unknown part" },
      );
    },
  });
  return [
    { path: "/live", handler: (_request, response) => sendJson(response, 200, { live: true }) },
    {
      path: "/ready",
      handler: (_request, response) =>
        sendJson(response, source.ready() ? 200 : 503, { ready: source.ready() }),
    },
    {
      path: "/health",
      handler: (_request, response) => {
        const items = source.items();
        sendJson(response, 200, { status: worstOf(items), ready: source.ready(), items });
      },
    },
    ...Object.entries(PARTS).map(part),
  ];
}

function worstOf(items: readonly HealthItem[]): HealthItem["status"] {
  const has = (status: HealthItem["status"]) => items.some((item) => item.status === status);
  if (has("down")) return "down";
  if (has("alert")) return "alert";
  return has("degraded") ? "degraded" : "ok";
}
