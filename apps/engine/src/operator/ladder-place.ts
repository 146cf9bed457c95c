import { DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import type { LadderPlace } from "@interlock/core/approval/ladder";
import type { EngineState } from "../state.ts";

/** Where the engine stands on the ladder: by the environment that it was started in, and the policy that counts. */
export function ladderPlace({
  settings,
  policy,
}: Pick<EngineState, "settings" | "policy">): LadderPlace {
  return {
    environment: settings?.environment ?? "live",
    policy: policy ?? settings?.approvals ?? DEFAULT_POLICY,
  };
}
