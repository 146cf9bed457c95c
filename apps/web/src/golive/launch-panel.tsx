"use client";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { Panel } from "../components/panel.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { useRefusal, useViewer } from "../session/viewer-provider.tsx";
import type { PartProps } from "./part-props.ts";
import { countdownText, type LaunchRow, shareText, STAGES, unopenedWord } from "./golive-words.ts";
import { useAct } from "./use-act.ts";

/** What would be launched, where it stands, and the one thing to do next. */
export function LaunchPanel(part: PartProps) {
  const { view } = part;
  const { launch, environment, accountNumber } = view;
  const standing = launch?.stage === "counting" || launch?.stage === "in_force";
  return (
    <Panel
      title={environment === "live" ? "Launch" : "Rehearsal of a launch"}
      tools={<StageChip part={part} />}
      note={`${environment.toUpperCase()} · account ${accountNumber}`}
    >
      <div className="golive-launch">
        <Facts rows={standing ? launch.binding : view.subject} />
        {launch === null ? null : <Standing {...part} launch={launch} />}
        {standing ? null : <Declare {...part} />}
      </div>
    </Panel>
  );
}

function StageChip({ part: { view } }: { part: PartProps }) {
  const { launch, readiness } = view;
  if (launch !== null) {
    const { word, tone } = STAGES[launch.stage];
    return (
      <span data-testid="launch-stage">
        <StateChip tone={tone}>{word}</StateChip>
      </span>
    );
  }
  return (
    <span data-testid="launch-stage">
      <StateChip tone={readiness.ready ? "ok" : "critical"}>
        {readiness.ready ? "READY" : "NOT READY"}
      </StateChip>
    </span>
  );
}

export function Facts({ rows }: { rows: readonly { name: string; value: string }[] }) {
  return (
    <dl className="golive-facts">
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Standing(part: PartProps & { launch: LaunchRow }) {
  const { launch, view } = part;
  switch (launch.stage) {
    case "counting":
      return <Counting {...part} />;
    case "in_force":
      return <InForce {...part} />;
    default:
      return (
        <div className="golive-step">
          <p>
            {launch.launchId} {STAGES[launch.stage].word.toLowerCase()} at{" "}
            <EtTime at={launch.endedAt} date={true} />: {launch.endedWhy}
          </p>
          {launch.stage === "demoted" && launch.rehearsal ? <Close {...part} /> : null}
          {view.environment === "live" ? <p>Only orders that reduce risk pass.</p> : null}
        </div>
      );
  }
}

function Counting(part: PartProps & { launch: LaunchRow }) {
  const { launch, view } = part;
  const { act } = useAct(part);
  const { launchId } = launch;
  return (
    <div className="golive-step golive-counting" role="status">
      <p className="golive-clock num" data-testid="countdown">
        {countdownText(launch.goAt - view.now)}
      </p>
      <p>
        {launch.director} declared it. New risk from <EtTime at={launch.goAt} /> on. Any gate that
        turns red, and anybody here, aborts it.
      </p>
      <Button
        look="danger"
        onClick={() =>
          act("Abort the launch", (golive, commandId) =>
            golive.abort.mutate({ commandId, launchId, reason: "" }),
          )
        }
      >
        Abort the countdown
      </Button>
    </div>
  );
}

function InForce(part: PartProps & { launch: LaunchRow }) {
  const { launch, view } = part;
  const { act } = useAct(part);
  const refusal = useRefusal("golive.demote");
  const { launchId } = launch;
  const { canary } = view;
  return (
    <div className="golive-step">
      <p>
        In force since {launch.launchedOn}, until <EtTime at={launch.expiresAt} date={true} />.{" "}
        {canary === null || canary.capBps >= 10_000
          ? "The canary ladder is over: the limits alone hold."
          : `Canary day ${canary.day}: ${shareText(canary.capBps)} of the limits.`}
      </p>
      <Button
        look="danger"
        disabled={refusal !== null}
        onClick={() =>
          act("Demote to paper", (golive, commandId) =>
            golive.demote.mutate({ commandId, launchId, reason: "" }),
          )
        }
      >
        Demote to paper now
      </Button>
      {refusal === null ? null : <p className="refusal">{refusal}</p>}
    </div>
  );
}

function Close(part: PartProps & { launch: LaunchRow }) {
  const { act, obstacle } = useAct(part);
  const { launchId } = part.launch;
  return (
    <ArmButton
      label="Close the rehearsal"
      armedLabel="Confirm: trade in the simulation again"
      accessibleName="Close the rehearsal"
      disabled={obstacle !== null}
      act={() =>
        act("Close the rehearsal", (golive, commandId) =>
          golive.closeRehearsal.mutate({ commandId, launchId }),
        )
      }
    />
  );
}

/** The director asks; another person agrees; then it is applied, and the countdown runs. */
function Declare(part: PartProps) {
  const { view } = part;
  const { act, obstacle } = useAct(part);
  const refusal = useRefusal("golive.declare");
  const viewer = useViewer();
  const [reason, setReason] = useState("");
  if (view.request !== null) return <Requested {...part} request={view.request} />;
  const short = REASON_MIN - reason.trim().length;
  const wanting = short > 0 ? `A launch needs a reason: ${short} more characters.` : null;
  const unopened = unopenedWord(view, { userId: viewer?.userId });
  const why = refusal ?? obstacle ?? view.obstacle ?? unopened ?? wanting;
  return (
    <div className="golive-step no-print">
      <ReasonField label="Reason" reason={reason} type={setReason} />
      <ArmButton
        label="Declare GO: ask for approval"
        armedLabel="Confirm: ask for approval"
        accessibleName="Declare GO"
        disabled={why !== null}
        act={() =>
          act("Declare GO", (golive, commandId) =>
            golive.declare.mutate({ commandId, basis: view.basis, reason }),
          )
        }
      />
      <p className="obstacle" role="status" data-testid="declare-obstacle">
        {why ?? "\u00a0"}
      </p>
    </div>
  );
}

/** Another person agrees; then anybody who may begins the countdown. The engine refuses whoever may not. */
function Requested(part: PartProps & { request: NonNullable<PartProps["view"]["request"]> }) {
  const { approvalId, requester, state, seenHash } = part.request;
  const { again } = part;
  const { obstacle } = useAct(part);
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const seen = { approvalId, seenHash };
  const approve = () => {
    const input = { commandId: newCommandId(), ...seen, reason };
    void runCommand("Approve going live", () => client.approvals.approve.mutate(input)).then(again);
  };
  const begin = () => {
    const input = { commandId: newCommandId(), ...seen };
    void runCommand("Begin the countdown", () => client.approvals.carryOut.mutate(input)).then(
      again,
    );
  };
  return (
    <div className="golive-step no-print" data-testid="launch-request">
      <p>
        {requester} asked for approval {approvalId}, which is {state}.
      </p>
      {state === "approved" ? (
        <ArmButton
          label="Begin the countdown"
          armedLabel="Confirm: begin the countdown"
          accessibleName="Begin the countdown"
          disabled={obstacle !== null}
          act={begin}
        />
      ) : (
        <>
          <ReasonField label="What you looked at" reason={reason} type={setReason} />
          <ArmButton
            label="Approve"
            armedLabel="Confirm: approve going live"
            accessibleName="Approve going live"
            disabled={obstacle !== null || reason.trim().length < REASON_MIN}
            act={approve}
          />
        </>
      )}
    </div>
  );
}
