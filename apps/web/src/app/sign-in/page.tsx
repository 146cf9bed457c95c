import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readSession } from "../../session/read-session.ts";
import { SignInPage } from "../../sign-in/sign-in-page.tsx";

export const metadata: Metadata = { title: "Sign in", referrer: "no-referrer" };

/** `/sign-in?token=…` uses up a one-time link; without a token it offers the other ways in. */
export default async function Page(props: {
  searchParams: Promise<{ token?: string | string[]; ended?: string | string[] }>;
}) {
  const { token, ended } = await props.searchParams;
  const given = typeof token === "string" && token !== "" ? token : null;
  const session = await readSession();
  if (session.kind === "signed_in" && given === null) redirect("/");
  return (
    <SignInPage
      token={given}
      engineUp={session.kind !== "unreachable"}
      ended={ended !== undefined}
    />
  );
}
