import type { Metadata } from "next";
import { LimitsPage } from "../../../limits/limits-page.tsx";

export const metadata: Metadata = { title: "Risk limits" };

export default function Page() {
  return <LimitsPage />;
}
