"use client";
import type { AuditExport } from "@interlock/api/view/audit-view";
import { useMutation } from "@tanstack/react-query";
import { Button } from "../components/button.tsx";
import { saveFile } from "../data-table/save-file.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { RoleRefusal } from "../session/role-refusal.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";

export interface ExportButtonProps {
  /** First and last entry that the table shows; null while it shows none. */
  readonly range: { readonly from: number; readonly to: number } | null;
}

/** Takes the entries that the table spans out of the house, whole and signed, as two files. The act is journaled. */
export function ExportAudit({ range }: ExportButtonProps) {
  const trpc = useTRPC();
  const run = useMutation(trpc.audit.export.mutationOptions({ onSuccess: save }));
  const make = (format: "jsonl" | "csv") => {
    if (range !== null) run.mutate({ range, format });
  };
  const refusal = useRefusal("audit.export");
  const busy = run.isPending || range === null || refusal !== null;
  return (
    <>
      <Button size="small" disabled={busy} onClick={() => make("jsonl")}>
        Export with proof
      </Button>
      <Button size="small" disabled={busy} onClick={() => make("csv")}>
        Export as CSV
      </Button>
      <RoleRefusal of="audit.export" what="An export" />
      {run.isError ? <span role="alert">{failureSentence(run.error)}</span> : null}
      {run.data === undefined ? null : <span role="status">Exported {run.data.sentence}</span>}
    </>
  );
}

function save({ files }: AuditExport): void {
  for (const { name, text } of files) saveFile({ name: `interlock-${name}`, text });
}
