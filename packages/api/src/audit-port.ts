import type { z } from "zod";
import type * as input from "./audit-input.ts";
import type { Actor } from "./actor.ts";
import type {
  AuditDetail,
  AuditEntry,
  AuditExport,
  AuditState,
  OrderFileView,
  VerificationView,
} from "./view/audit-view.ts";
import type { Page } from "./view/page.ts";

/** Everything about one order as one page and one file, as `actor` may see it. */
export interface OrderFilePort {
  /** Begins to gather where nothing is there yet, and returns how far it is. */
  orderFile(query: z.infer<typeof input.orderFile>, actor: Actor): OrderFileView;
  exportOrder(query: z.infer<typeof input.orderExport>, actor: Actor): AuditExport;
}

/** The audit trail: what was done, by whom and why, and the proof that it was not changed since. */
export interface AuditPort extends OrderFilePort {
  auditEntries(query: z.infer<typeof input.auditQuery>, actor: Actor): Promise<Page<AuditEntry>>;
  auditEntry(place: z.infer<typeof input.auditRecord>, actor: Actor): Promise<AuditDetail | null>;
  auditState(): AuditState;
  /** Begins a verification, unless one is under way, and returns how it stands. */
  verifyAudit(query: z.infer<typeof input.auditVerify>, actor: Actor): VerificationView;
  verification(): VerificationView;
  exportAudit(query: z.infer<typeof input.auditExport>, actor: Actor): Promise<AuditExport>;
}
