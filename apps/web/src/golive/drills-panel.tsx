"use client";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { Panel } from "../components/panel.tsx";
import { RoleRefusal } from "../session/role-refusal.tsx";
import { useRefusal } from "../session/viewer-provider.tsx";
import type { PartProps } from "./part-props.ts";
import { useAct } from "./use-act.ts";

const DRILL_REFUSAL = "drill-refusal";

const DRILLS = [
  { drill: "crash", label: "Crash drill", does: "The engine is ended as by a fault and recovers." },
  {
    drill: "stream_loss",
    label: "Stream-loss drill",
    does: "Both streams are cut; risk must stop.",
  },
  {
    drill: "restore",
    label: "Restore drill",
    does: "A backup is restored beside the engine, and its books are compared.",
  },
] as const;

/** What makes evidence by being done: rehearsals here and under Kill switch, and runbooks that somebody read. */
export function DrillsPanel(part: PartProps) {
  const { environment, drill } = part.view;
  return (
    <Panel title="Drills and runbooks">
      {drill === null ? null : (
        <p role="status">
          {drill.by} began the {drill.drill.replace("_", "-")} drill at{" "}
          <EtTime at={drill.begunAt} />.
        </p>
      )}
      {environment === "live" ? (
        <p>
          In live only a restore and Halt new are rehearsed; paper&apos;s other drills come as
          signed evidence.
        </p>
      ) : null}
      <RoleRefusal of="golive.drill" what="A drill" id={DRILL_REFUSAL} />
      <ul className="golive-list no-print">
        {DRILLS.filter(({ drill: kind }) => environment !== "live" || kind === "restore").map(
          (one) => (
            <Drill key={one.drill} {...part} one={one} />
          ),
        )}
        <li>
          The modes of the kill switch are rehearsed under <a href="/kill">Kill switch</a>.
        </li>
      </ul>
      <Runbooks {...part} />
    </Panel>
  );
}

function Drill(part: PartProps & { one: (typeof DRILLS)[number] }) {
  const { drill, label, does } = part.one;
  const { act, obstacle } = useAct(part);
  const refusal = useRefusal("golive.drill");
  const why = refusal ?? obstacle;
  return (
    <li>
      <ArmButton
        label={label}
        armedLabel={`Confirm: ${label.toLowerCase()}`}
        accessibleName={label}
        disabled={why !== null}
        {...(refusal === null ? {} : { describedBy: DRILL_REFUSAL })}
        act={() => act(label, (golive, commandId) => golive.drill.mutate({ commandId, drill }))}
      />{" "}
      {does}
    </li>
  );
}

function Runbooks(part: PartProps) {
  const { act, obstacle } = useAct(part);
  return (
    <ul className="golive-list">
      {part.view.runbooks.map(({ name, readBy, readAt }) => (
        <li key={name}>
          <b>{name}</b>{" "}
          {readBy === null ? (
            "was never read"
          ) : (
            <>
              read by {readBy}, <EtTime at={readAt} date={true} />
            </>
          )}{" "}
          <Button
            size="small"
            className="no-print"
            disabled={obstacle !== null}
            aria-label={`I have read the runbook ${name}`}
            onClick={() =>
              act(`Runbook ${name}`, (golive, commandId) =>
                golive.ackRunbook.mutate({ commandId, runbook: name }),
              )
            }
          >
            I have read it
          </Button>
        </li>
      ))}
    </ul>
  );
}
