import type { LimitLine } from "@interlock/api/view/limits-view";

/** Stands where nothing is used: of a limit that is not set, of a rule, or because nobody can say, with the reason. */
export function NoUse({ line }: { line: LimitLine }) {
  const reason = line.value === "" ? "No limit of its own" : line.usedAbsence;
  return (
    <span className="text-faint" title={reason}>
      —<span className="sr-only"> {reason}</span>
    </span>
  );
}
