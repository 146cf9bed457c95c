"use client";
import { runCommand } from "../commands/command-notices.ts";

const STILL_SIGNED_IN =
  "You are still signed in: the engine could not end the session. Try again in a moment.";

/** Ends the session of this browser and goes to the sign-in page; where it could not be ended, says so and stays. */
export async function signOut(): Promise<void> {
  const ended = await runCommand("Sign out", async () => {
    const { ok } = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json", "x-interlock-client": "console" },
      body: "{}",
    });
    return { accepted: ok, sentence: ok ? "You are signed out." : STILL_SIGNED_IN };
  });
  if (ended) window.location.assign("/sign-in");
}
