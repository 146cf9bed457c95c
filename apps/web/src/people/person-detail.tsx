"use client";
import { GIVEN_REASONS } from "../components/gesture/given-reasons.ts";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import type { PersonView } from "@interlock/api/people/people-view";
import { role as roleSchema, type Role } from "@interlock/api/view/scalars";
import { useId, useState } from "react";
import { Button } from "../components/button.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { ObstructedArm } from "../components/gesture/obstructed-arm.tsx";
import { SessionLine } from "../settings/session-line.tsx";
import { AskOthers } from "../settings/ask-others.tsx";
import { useAct } from "../settings/use-act.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { approvesText, ROLE_WORDS } from "./role-words.ts";

export interface PersonProps {
  readonly person: PersonView;
  readonly refresh: () => void;
}

/** One person: their role, their sessions, and suspending them. */
export function PersonDetail(props: PersonProps) {
  return (
    <div className="person-detail">
      <p className="text-muted">
        Id <code>{props.person.userId}</code>: it names them as a builder of what goes live.
      </p>
      <RoleForm key={props.person.role} {...props} />
      <Sessions {...props} />
      {props.person.passkeys === 0 ? null : <ResetPasskeys {...props} />}
      {props.person.suspendedAt === null ? <SuspendForm {...props} /> : <Reactivate {...props} />}
    </div>
  );
}

function RoleForm({ person, refresh }: PersonProps) {
  const client = useTRPCClient();
  const { busy, act, asking } = useAct(refresh);
  const [role, setRole] = useState<Role>(person.role);
  const id = useId();
  return (
    <section>
      <h3>Role</h3>
      <RoleChoice id={id} role={role} choose={setRole} />
      <div className="button-row">
        <ObstructedArm
          label="Change role"
          armedLabel={`Confirm: ${role} instead of ${person.role}`}
          accessibleName={`Change role of ${person.name}`}
          busy={busy}
          obstacle={role === person.role ? "Choose another role first." : null}
          act={() =>
            void act(`Change role of ${person.name}`, (reason) =>
              client.people.setRole.mutate({ userId: person.userId, role, ...withReason(reason) }),
            )
          }
        />
      </div>
      <AskOthers asking={asking} />
      <p className="text-muted">In force from the next request on; open pages follow at once.</p>
    </section>
  );
}

/** The roles, with what each may do. */
export function RoleChoice(props: { id: string; role: Role; choose: (role: Role) => void }) {
  return (
    <>
      <label className="field" htmlFor={props.id}>
        Role
        <select
          id={props.id}
          value={props.role}
          onChange={(event) => props.choose(roleSchema.parse(event.target.value))}
        >
          {roleSchema.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      </label>
      <p className="text-muted">
        {ROLE_WORDS[props.role]} {approvesText(props.role)}
      </p>
    </>
  );
}

function Sessions({ person, refresh }: PersonProps) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  return (
    <section>
      <h3>Signed in</h3>
      {person.sessions.length === 0 ? (
        <p className="text-muted">Nowhere.</p>
      ) : (
        <>
          <ul className="settings-list">
            {person.sessions.map((session) => (
              <li key={session.id}>
                <SessionLine session={session} />
              </li>
            ))}
          </ul>
          <ArmButton
            label="End all sessions"
            armedLabel="Confirm: end all sessions"
            accessibleName={`End all sessions of ${person.name}`}
            disabled={busy}
            act={() =>
              void act(`End the sessions of ${person.name}`, () =>
                client.people.endSessions.mutate({ userId: person.userId }),
              )
            }
          />
        </>
      )}
    </section>
  );
}

function SuspendForm({ person, refresh }: PersonProps) {
  const client = useTRPCClient();
  const { busy, act } = useAct(refresh);
  const [reason, setReason] = useState("");
  const missing = REASON_MIN - reason.trim().length;
  return (
    <section>
      <h3>Suspend</h3>
      <ReasonField
        label="Reason"
        reason={reason}
        type={setReason}
        presets={GIVEN_REASONS.suspension}
      />
      <ObstructedArm
        label="Suspend"
        armedLabel="Confirm: suspend"
        accessibleName={`Suspend ${person.name}`}
        busy={busy}
        obstacle={missing > 0 ? `Suspending needs a reason: ${missing} more characters.` : null}
        act={() =>
          void act(`Suspend ${person.name}`, () =>
            client.people.suspend.mutate({ userId: person.userId, reason }),
          )
        }
      />
      <p className="text-muted">
        Ends every session and keeps the person out. What they did stays in the audit trail.
      </p>
    </section>
  );
}

/** What is sent besides, where others are asked. */
function withReason(reason: string | undefined): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

/** Of somebody who has lost theirs: they add another after signing in with password and code. */
function ResetPasskeys({ person, refresh }: PersonProps) {
  const client = useTRPCClient();
  const { busy, act, asking } = useAct(refresh);
  const { userId, name } = person;
  return (
    <section>
      <h3>Lost passkeys</h3>
      <ObstructedArm
        label="Remove passkeys"
        armedLabel="Confirm: remove all passkeys"
        accessibleName={`Remove the passkeys of ${name}`}
        busy={busy}
        obstacle={person.resetObstacle === "" ? null : person.resetObstacle}
        act={() =>
          void act(`Remove the passkeys of ${name}`, (reason) =>
            client.people.resetPasskeys.mutate({ userId, ...withReason(reason) }),
          )
        }
      />
      <AskOthers asking={asking} />
      <p className="text-muted">
        Ends every session. Signed in with password and code they add another on the page Settings.
      </p>
    </section>
  );
}

function Reactivate({ person, refresh }: PersonProps) {
  const client = useTRPCClient();
  const { busy, act, asking } = useAct(refresh);
  return (
    <section>
      <h3>Suspended</h3>
      <Button
        size="small"
        disabled={busy}
        onClick={() =>
          void act(`Reactivate ${person.name}`, (reason) =>
            client.people.reactivate.mutate({ userId: person.userId, ...withReason(reason) }),
          )
        }
      >
        Let {person.name} sign in again
      </Button>
      <AskOthers asking={asking} />
    </section>
  );
}
