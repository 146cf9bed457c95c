import { canonicalJson } from "@interlock/core/canonical-json";

/** Header in which a request names the confirmation that was made for it. */
export const STEP_UP_HEADER = "x-interlock-step-up";

/**
 * An action as one text, the same in browser and server: the procedure's path and its input as JSON with sorted keys.
 * `commandId` is no part of it, for the action is sent again under a new one. A confirmation is bound to its SHA-256.
 */
export function actionText(path: string, input: unknown): string {
  return canonicalJson({ input: withoutCommandId(input), path });
}

function withoutCommandId(input: unknown): unknown {
  if (!isObject(input)) return input ?? null;
  return Object.fromEntries(Object.entries(input).filter(([key]) => key !== "commandId"));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
