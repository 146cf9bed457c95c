"use client";
import { useId, useState } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { Panel } from "../components/panel.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { useViewer } from "../session/viewer-provider.tsx";
import { builtByText, goHindrance } from "./golive-words.ts";
import type { PartProps } from "./part-props.ts";
import { useAct } from "./use-act.ts";

type StationRow = PartProps["view"]["stations"][number];

/** Each station says go or no-go on exactly these gates; any change clears every vote. */
export function StationsPanel(part: PartProps) {
  const { stations, cleared } = part.view;
  return (
    <Panel title="Station poll">
      {cleared === null ? null : (
        <p className="text-muted" data-testid="votes-cleared">
          Votes were cleared at <EtTime at={cleared.at} date={true} />: {cleared.why}.
        </p>
      )}
      <ul className="golive-stations">
        {stations.map((station) => (
          <Station key={station.station} {...part} row={station} />
        ))}
      </ul>
    </Panel>
  );
}

function Station(part: PartProps & { row: StationRow }) {
  const { station, roles, builtBy, vote } = part.row;
  const viewer = useViewer();
  const mayHold = viewer?.role == null || roles.includes(viewer.role);
  return (
    <li className="golive-station" data-testid={`station-${station}`}>
      <div className="golive-station-head">
        <h3>{station}</h3>
        {vote === null ? (
          <StateChip tone="neutral">no vote</StateChip>
        ) : (
          <StateChip tone={vote.go ? "ok" : "critical"}>{vote.go ? "GO" : "NO-GO"}</StateChip>
        )}
      </div>
      <p className="text-muted">
        {vote === null ? (
          `held by ${roles.join(" or ")}`
        ) : (
          <>
            {vote.by} at <EtTime at={vote.at} />
            {vote.comment === "" ? "" : `: ${vote.comment}`}
          </>
        )}
      </p>
      {builtBy.length === 0 ? null : (
        <p className="text-muted" data-testid={`built-by-${station}`}>
          {builtByText(builtBy, part.view.alone)}
        </p>
      )}
      {mayHold ? <Say {...part} userId={viewer?.userId} /> : null}
    </li>
  );
}

/** Says go or no-go; what keeps the station from go is said below. */
function Say(part: PartProps & { row: StationRow; userId: string | undefined }) {
  const { view, userId } = part;
  const { station } = part.row;
  const { act, obstacle } = useAct(part);
  const [comment, setComment] = useState("");
  const hindrance = goHindrance(view, { userId, station });
  const whyId = useId();
  const say = (go: boolean) => () =>
    act(`Station ${station}: ${go ? "GO" : "NO-GO"}`, (golive, commandId) =>
      golive.vote.mutate({ commandId, station, go, comment, basis: view.basis }),
    );
  return (
    <>
      <div className="golive-vote no-print">
        <input
          aria-label={`Comment of the station ${station}`}
          placeholder="Comment; a no-go says why"
          maxLength={500}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
        <Button
          size="small"
          disabled={obstacle !== null || hindrance !== null}
          aria-describedby={hindrance === null ? undefined : whyId}
          onClick={say(true)}
        >
          GO
        </Button>
        <Button
          size="small"
          disabled={obstacle !== null || comment.trim() === ""}
          onClick={say(false)}
        >
          NO-GO
        </Button>
      </div>
      {hindrance === null ? null : (
        <p className="obstacle no-print" id={whyId}>
          {hindrance}
        </p>
      )}
    </>
  );
}
