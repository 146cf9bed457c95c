import type { SessionView, SignInWay } from "@interlock/api/people/people-view";
import { EtTime } from "../components/et-time.tsx";
import { deviceWords } from "./device-words.ts";

const WAYS: Readonly<Record<SignInWay, string>> = {
  password: "by password",
  password_and_code: "by password and code",
  passkey: "by passkey",
  link: "by one-time link",
  invitation: "by invitation",
  device: "a command line, allowed at a browser",
};

/** A session: what it is on, from where, how it began and when it was last used. */
export function SessionLine({ session }: { session: SessionView }) {
  return (
    <span title={session.device ?? undefined}>
      <strong>{deviceWords(session.device)}</strong>{" "}
      <span className="num">{session.ip ?? "unknown address"}</span>
      <br />
      <span className="text-muted">
        {WAYS[session.way]} <EtTime at={session.signedInAt} date />, last seen{" "}
        <EtTime at={session.lastSeenAt} date />
      </span>
    </span>
  );
}
