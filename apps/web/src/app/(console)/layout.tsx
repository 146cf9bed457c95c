import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { readSession } from "../../session/read-session.ts";
import { ConsoleShell } from "../../shell/console-shell.tsx";

/**
 * Only for people who are signed in. With the engine down nobody can tell, so the shell shows, with
 * the kill switch.
 */
export default async function ConsoleLayout(props: { children: ReactNode }) {
  const session = await readSession();
  if (session.kind === "signed_out") redirect("/sign-in");
  const viewer = session.kind === "signed_in" ? session.viewer : null;
  return <ConsoleShell viewer={viewer}>{props.children}</ConsoleShell>;
}
