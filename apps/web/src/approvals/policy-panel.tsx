"use client";
import type { PolicyLine, PolicyView } from "@interlock/api/approvals/policy-view";
import { useQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { WaitingPolicy } from "./waiting-policy.tsx";

const TONES: Readonly<Record<PolicyLine["demand"], ChipTone>> = {
  nothing: "ok",
  confirmation: "neutral",
  step_up: "accent",
  approval: "warn",
};
const WORDS: Readonly<Record<PolicyLine["demand"], string>> = {
  nothing: "at once",
  confirmation: "confirm",
  step_up: "passkey",
  approval: "other people",
};

/** What needs what in this environment: the table that the engine applies, in words. */
export function PolicyPanel() {
  const policy = useQuery(useTRPC().approvals.policy.queryOptions());
  if (policy.isError)
    return (
      <ErrorNotice
        title="The policy cannot be shown"
        detail={failureSentence(policy.error)}
        retry={() => void policy.refetch()}
      />
    );
  if (policy.data === undefined) return null;
  return (
    <Panel title="What needs what" note={noteOf(policy.data)} flush>
      <WaitingPolicy waiting={policy.data.waiting} />
      <div className="people-scroll">
        <table className="people-table card-table" aria-label="What needs what">
          <thead>
            <tr>
              <th scope="col">Act</th>
              <th scope="col">Needs</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {policy.data.lines.map(({ act, demand, needs, why }) => (
              <tr key={act}>
                <th scope="row">{act}</th>
                <td data-wide>
                  <StateChip tone={TONES[demand]}>{WORDS[demand]}</StateChip> {needs}
                </td>
                <td className="text-muted" data-wide>
                  {why}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="policy-times text-muted">
        Set by <code>approvals.ladder</code> of config/system*.json: <code>"full"</code> is the
        whole ladder; <code>"inline"</code> takes one confirmation instead of other people and
        passkeys, in sim and paper alone. Live always has the whole ladder.
      </p>
      <p className="policy-times text-muted">
        A request stands for{" "}
        {policy.data.expiry.map(({ what, minutes }) => `${what}: ${lasting(minutes)}`).join("; ")}.{" "}
        {policy.data.soloMinutes === null
          ? "Nobody approves their own, but roles and keys where nobody else could, after a cooling-off."
          : `Alone one may approve one's own after ${policy.data.soloMinutes} minutes, with another passkey; the record says so.`}
      </p>
      <p className="policy-times text-muted">
        Reasons that are offered to begin from (&quot;Back to the usual value&quot; and others) are
        part of the console&apos;s build: <code>GIVEN_REASONS</code> of{" "}
        <code>apps/web/src/components/gesture/given-reasons.ts</code>, by act. One more needs a line
        there and a new build; any other reason may be typed.
      </p>
    </Panel>
  );
}

function noteOf({ environment, full }: PolicyView): string {
  if (environment === "live") return "live: the whole ladder, whatever the configuration says";
  return full
    ? `${environment}: the whole ladder, by configuration`
    : `${environment}: one confirmation is enough; in live the whole ladder holds`;
}

function lasting(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
