"use client";
import { Button } from "../components/button.tsx";
import { Panel } from "../components/panel.tsx";
import { signOut } from "../session/sign-out.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { SessionLine } from "./session-line.tsx";
import type { ProfileProps } from "./profile-props.ts";
import { useAct } from "./use-act.ts";

/** Where the person is signed in. */
export function SessionPanel({ profile, refresh }: ProfileProps) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const others = profile.sessions.filter(({ current }) => !current).length;
  return (
    <Panel
      title="Signed in"
      note="A session lasts 12 hours, or one hour without use"
      tools={
        others === 0 ? (
          <span className="text-muted">Nowhere else</span>
        ) : (
          <Button
            size="small"
            disabled={busy}
            onClick={() =>
              void act("Sign out everywhere else", () => client.profile.endOtherSessions.mutate())
            }
          >
            Sign out everywhere else
          </Button>
        )
      }
    >
      <ul className="settings-list">
        {profile.sessions.map((session) => (
          <li key={session.id}>
            <SessionLine session={session} />
            {session.current ? (
              <span className="button-row">
                <span className="text-muted">this browser</span>
                <Button
                  size="small"
                  aria-label="Sign out of this browser"
                  onClick={() => void signOut()}
                >
                  Sign out
                </Button>
              </span>
            ) : (
              <Button
                size="small"
                disabled={busy}
                onClick={() =>
                  void act("End a session", () =>
                    client.profile.endSession.mutate({ id: session.id }),
                  )
                }
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
