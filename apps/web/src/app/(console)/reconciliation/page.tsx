import type { Metadata } from "next";
import { ReconciliationPage } from "../../../reconciliation/reconciliation-page.tsx";

export const metadata: Metadata = { title: "Reconciliation" };

export default function Page() {
  return <ReconciliationPage />;
}
