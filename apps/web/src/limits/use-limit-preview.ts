import { skipToken, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc-client.ts";
import { editRows, type LimitEdit, valuesToSend } from "./limit-edit.ts";
import { useLimitFaults } from "./use-limit-faults.ts";
import { useSettled } from "./use-settled.ts";

const SETTLE_MS = 300;

/**
 * Asks the engine what an edit would cause, once typing has paused and every value can be read. `ready` says that the
 * answer is to the very values on screen and names no fault: only then may they be applied.
 */
export function useLimitPreview(edit: LimitEdit, expiresAt: number | undefined) {
  const trpc = useTRPC();
  const { byKey: faults, judged } = useLimitFaults(edit);
  const ownFaults = Object.keys(faults).length;
  const values = valuesToSend(edit);
  const keep = edit.keep.length === 0 ? undefined : [...edit.keep];
  const change = { baseVersion: edit.base.version, level: edit.level, values, keep, expiresAt };
  const shown = JSON.stringify([values, keep]);
  const asked = useSettled(shown, SETTLE_MS) === shown && judged && ownFaults === 0;
  const preview = useQuery(trpc.limits.preview.queryOptions(asked ? change : skipToken));
  return {
    preview,
    rows: editRows(edit).filter(({ key }) => faults[key] === undefined),
    change,
    ownFaults,
    ready: asked && preview.data?.faults.length === 0,
  };
}
