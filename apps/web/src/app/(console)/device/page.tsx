import type { Metadata } from "next";
import { DevicePage } from "../../../device/device-page.tsx";

export const metadata: Metadata = { title: "Command line" };

export default function Page() {
  return <DevicePage />;
}
