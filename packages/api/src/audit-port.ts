import type { z } from "zod";
import type * as input from "./audit-input.ts";
import type { Actor } from "./actor.ts";
import type {
  AuditDetail,
  AuditEntry,
  AuditExport,
  AuditState,
  VerificationView,
} from "./view/audit-view.ts";
import type { Page } from "./view/page.ts";

/** The audit trail: what was done, by whom and why, and the proof that it was not changed since. */
export interface AuditPort {
  auditEntries(query: z.infer<typeof input.auditQuery>, actor: Actor): Promise<Page<AuditEntry>>;
  auditEntry(place: z.infer<typeof input.auditRecord>, actor: Actor): Promise<AuditDetail | null>;
  auditState(): AuditState;
  /** Begins a verification, unless one is under way, and returns how it stands. */
  verifyAudit(query: z.infer<typeof input.auditVerify>, actor: Actor): VerificationView;
  verification(): VerificationView;
  exportAudit(query: z.infer<typeof input.auditExport>, actor: Actor): Promise<AuditExport>;
}
