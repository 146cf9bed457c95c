import { z } from "zod";

const seq = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const instant = z.number().int().nonnegative();
const text = (max: number) => z.string().trim().max(max).nullish();

/** Which records: the group narrows by kind, everything else by what is in them. */
export const auditQuery = z.object({
  /** decisions: all but what markets and marks make routinely. people: what somebody did. */
  group: z.enum(["decisions", "people", "orders", "risk", "system", "all"]).default("decisions"),
  actor: text(80),
  action: text(60),
  symbol: text(12),
  seq: seq.nullish(),
  text: text(128),
  from: instant.nullish(),
  to: instant.nullish(),
  cursor: z.string().max(200).nullish(),
  limit: z.number().int().min(1).max(500).default(100),
});
export const auditRecord = z.object({ seq, index: z.number().int().min(0).max(100_000) });

const range = z.object({ from: seq, to: seq }).refine(({ from, to }) => from <= to, {
  error: "the range must end where it begins or later",
});
/** Absent: everything. */
export const auditVerify = z.strictObject({ range: range.optional() });
export const auditExport = z.strictObject({ range, format: z.enum(["jsonl", "csv"]) });

const clientOrderId = z.string().min(1).max(128);
export const orderFile = z.strictObject({ clientOrderId });
export const orderExport = z.strictObject({ clientOrderId, format: z.enum(["json", "html"]) });
