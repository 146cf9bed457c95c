"use client";
import { useIsPhone } from "../data-table/use-is-phone.ts";
import { useRefusal } from "../session/viewer-provider.tsx";

/** Returns why limits may not be changed here: by role, or as a phone cannot show a change beside its consequences. */
export function useLimitRefusal(): string | null {
  const refusal = useRefusal("limits.change");
  const phone = useIsPhone();
  if (refusal !== null) return refusal;
  return phone ? "A phone shows limits and does not change them: use a wider screen." : null;
}
