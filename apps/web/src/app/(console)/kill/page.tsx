import type { Metadata } from "next";
import { KillPage } from "../../../kill/kill-page.tsx";

export const metadata: Metadata = { title: "Kill switch" };

export default function Page() {
  return <KillPage />;
}
