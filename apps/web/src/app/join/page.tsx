import type { Metadata } from "next";
import { JoinPage } from "../../join/join-page.tsx";

export const metadata: Metadata = { title: "Join", referrer: "no-referrer" };

/** `/join#…` takes up an invitation. What the link holds stays in the browser until it is used. */
export default function Page() {
  return <JoinPage />;
}
