import type { Metadata } from "next";
import { GoLivePage } from "../../../golive/golive-page.tsx";

export const metadata: Metadata = { title: "Go-live" };

export default function Page() {
  return <GoLivePage />;
}
