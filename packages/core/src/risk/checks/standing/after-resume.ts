import { InvariantError } from "../../../assert.ts";
import { resumedWords } from "../../../kill/reduce-only.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/** Time that what was resumed has still to spend in reduce-only: 0 where nothing was, or where it is over. */
export const afterResume = defineCheck({
  code: "after_resume",
  label: "Reduce-only after a resume",
  unit: "ms",
  bound: "at_most",
  appliesToReducing: false,
  value: leftMs,
  limit: () => 0,
  deny: (order) => {
    const { reduceOnly } = order.context;
    if (reduceOnly === null) throw new InvariantError("denied after a resume that never was");
    return { code: "after_resume", what: resumedWords(reduceOnly.scope), leftMs: leftMs(order) };
  },
});

function leftMs({ context: { reduceOnly, time } }: OrderUnderCheck): number {
  return reduceOnly === null ? 0 : Math.max(0, reduceOnly.until - time);
}
