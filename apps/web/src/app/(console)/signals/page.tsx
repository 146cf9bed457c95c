import type { Metadata } from "next";
import { SignalsPage } from "../../../signals/signals-page.tsx";

export const metadata: Metadata = { title: "Signals" };

export default function Page() {
  return <SignalsPage />;
}
