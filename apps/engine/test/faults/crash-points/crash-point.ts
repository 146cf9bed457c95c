import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { checkoutRoot } from "../../../src/config/checkout-root.ts";

/**
 * Where an engine's process ends by its own SIGKILL, at the first order or fill that comes so far. The engine knows
 * nothing of it: the program that is started before it watches its writes and its requests.
 */
export type CrashPoint =
  | "before_order_is_durable"
  | "after_order_is_durable"
  | "after_order_was_sent"
  | "after_order_was_answered"
  | "before_fill_is_durable"
  | "after_fill_is_durable"
  | "after_cancel_was_sent";

/** Returns the variables with which an engine is started that ends at a crash point. */
export function crashingAt(point: CrashPoint): Record<string, string> {
  const program = join(checkoutRoot(), "apps/engine/test/faults/crash-points/crash-at.mjs");
  return {
    NODE_OPTIONS: `--import ${pathToFileURL(program).href}`,
    CRASH_POINT: point,
  };
}
