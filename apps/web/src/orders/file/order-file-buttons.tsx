"use client";
import type { AuditExport } from "@interlock/api/view/audit-view";
import { useMutation } from "@tanstack/react-query";
import { Button } from "../../components/button.tsx";
import { saveFile } from "../../data-table/save-file.ts";
import { useRefusal } from "../../session/viewer-provider.tsx";
import { RoleRefusal } from "../../session/role-refusal.tsx";
import { failureSentence, useTRPC } from "../../trpc/trpc-client.ts";

/** Takes everything about an order out of the house as one file, as `interlock dossier` writes it. It is journaled. */
export function OrderFileButtons(props: { clientOrderId: string; ready: boolean }) {
  const { clientOrderId, ready } = props;
  const refusal = useRefusal("orders.export");
  const run = useMutation(
    useTRPC().orders.export.mutationOptions({
      onSuccess: saveAll,
    }),
  );
  const busy = run.isPending || !ready || refusal !== null;
  const button = (format: "json" | "html", label: string) => (
    <Button size="small" disabled={busy} onClick={() => run.mutate({ clientOrderId, format })}>
      {label}
    </Button>
  );
  return (
    <>
      {button("json", "File as JSON")}
      {button("html", "File as a page")}
      <RoleRefusal of="orders.export" what="Saving the file" />
      {run.isError ? <span role="alert">{failureSentence(run.error)}</span> : null}
    </>
  );
}

function saveAll({ files }: AuditExport): void {
  for (const file of files) saveFile(file);
}
