import { NOT_MEASURED } from "@interlock/core/risk/check-bits";
import { CHECKS } from "@interlock/core/risk/check-table";
import type { Defect } from "./defect.ts";

/** Spoils the pre-trade check that a defect names, in the whole process, until the returned function is called. */
export function tamperCheck({ silences, stiffens }: Defect): () => void {
  const check = CHECKS.find(({ code }) => code === silences || code === stiffens);
  if (check === undefined) return () => undefined;
  const sound = { ...check };
  if (silences !== undefined) Object.assign(check, { value: () => NOT_MEASURED });
  else Object.assign(check, { limit: () => 0, appliesToReducing: true });
  return () => {
    Object.assign(check, sound);
  };
}
