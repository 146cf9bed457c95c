"use client";
import { REASON_MIN } from "../components/gesture/reason-field.tsx";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { RoleRefusal } from "../session/role-refusal.tsx";
import { useRefusal } from "../session/viewer-provider.tsx";
import type { PartProps } from "./part-props.ts";
import { useAct } from "./use-act.ts";

/** Gates that people set aside for some sessions, two of them each time; in the record for ever. */
export function WaiversPanel(part: PartProps) {
  const { waivers } = part.view;
  return (
    <Panel title="Waivers">
      {waivers.length === 0 ? (
        <EmptyNotice title="No gate was ever waived">
          A waiver takes two people and a reason, lasts five sessions at most, and shows amber.
        </EmptyNotice>
      ) : (
        <ul className="golive-list">
          {waivers.map((waiver) => (
            <Waiver key={waiver.waiverId} {...part} waiver={waiver} />
          ))}
        </ul>
      )}
      <Ask {...part} />
    </Panel>
  );
}

function Waiver(part: PartProps & { waiver: PartProps["view"]["waivers"][number] }) {
  const { waiver, view } = part;
  const { waiverId, gate, reason, by, approvedBy, expiresAt } = waiver;
  const { act, obstacle } = useAct(part);
  const refusal = useRefusal("golive.approveWaiver");
  const over = view.now >= expiresAt;
  return (
    <li>
      <p>
        <b>{gate}</b> {over ? "was waived until" : "until"} <EtTime at={expiresAt} date={true} />:{" "}
        {reason} (asked by {by}
        {approvedBy === null ? "" : `, agreed by ${approvedBy}`})
      </p>
      {approvedBy === null && !over ? (
        <Button
          size="small"
          disabled={obstacle !== null || refusal !== null}
          onClick={() =>
            act(`Agree to ${waiverId}`, (golive, commandId) =>
              golive.approveWaiver.mutate({ commandId, waiverId }),
            )
          }
        >
          Agree to waive {gate}
        </Button>
      ) : null}
      {approvedBy === null && !over ? (
        <RoleRefusal of="golive.approveWaiver" what="Agreeing to a waiver" />
      ) : null}
    </li>
  );
}

function Ask(part: PartProps) {
  const { gates } = part.view;
  const { act, obstacle } = useAct(part);
  const refusal = useRefusal("golive.waive");
  const waivable = gates.filter(({ waivable: may }) => may);
  const [gate, setGate] = useState(waivable[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const why = refusal ?? obstacle;
  return (
    <div className="golive-ask no-print">
      <select
        aria-label="Gate to waive"
        value={gate}
        onChange={(event) => setGate(event.target.value)}
      >
        {waivable.map(({ id, name }) => (
          <option key={id} value={id}>
            {id} {name}
          </option>
        ))}
      </select>
      <input
        aria-label="Reason of the waiver"
        placeholder={`Reason, at least ${REASON_MIN} characters`}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        size="small"
        disabled={why !== null || reason.trim().length < REASON_MIN}
        onClick={() =>
          act(`Ask to waive ${gate}`, (golive, commandId) =>
            golive.waive.mutate({ commandId, gate, sessions: 1, reason }),
          )
        }
      >
        Ask for one session
      </Button>
      {why === null ? null : <p className="obstacle">{why}</p>}
    </div>
  );
}
