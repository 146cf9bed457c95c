import type { Metadata } from "next";
import { PositionsPage } from "../../../positions/positions-page.tsx";

export const metadata: Metadata = { title: "Positions" };

export default function Page() {
  return <PositionsPage />;
}
