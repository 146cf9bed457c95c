"use client";
import type { ProtectionView } from "@interlock/api/view/guard-view";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { Fresh, FreshAs } from "../components/fresh.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { Quantity } from "../components/price.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { useSection } from "../live/use-live.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { coverSummary } from "./cover-words.ts";

/** For each position, which shares a stop covers, until when, and what the next session leaves. */
export function ProtectionPanel() {
  const received = useSection("protection");
  const rows = received ?? [];
  const { tone, words, sentence } = coverSummary(received);
  return (
    <Panel
      title="Protection"
      flush={rows.length > 0}
      tools={
        <Fresh kind="position" section="protection">
          <StateChip tone={tone} title={sentence}>
            {words}
          </StateChip>
        </Fresh>
      }
    >
      {rows.length === 0 ? (
        <EmptyNotice title={received === null ? "Not received yet" : "Nothing to protect"}>
          Each open position is listed here with the stops that cover it.
        </EmptyNotice>
      ) : (
        <div className="table-scroll">
          <table className="plain-table protection" aria-label="Stops that cover each position">
            <thead>
              <tr>
                <th scope="col">Symbol</th>
                <th scope="col">Held</th>
                <th scope="col">At the broker</th>
                <th scope="col">By the engine</th>
                <th scope="col">By none</th>
                <th scope="col">Ends</th>
                <th scope="col">Next session</th>
                <th scope="col">Re-arm</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ProtectionRow key={row.symbol} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function ProtectionRow({ row }: { row: ProtectionView }) {
  const open = row.uncovered !== "0";
  const figure = (value: string) => (
    <Fresh kind="position" section="protection">
      <Quantity value={value} />
    </Fresh>
  );
  return (
    <tr data-tone={open ? "critical" : undefined} data-testid={`protection-${row.symbol}`}>
      <th scope="row">{row.symbol}</th>
      <td className="num" data-label="Held">
        {figure(row.held)}
      </td>
      <td className="num" data-label="At the broker">
        <AtBroker row={row} />
      </td>
      <td className="num" data-label="By the engine">
        {figure(row.byEngine)}
      </td>
      <td className="num" data-label="By none">
        {figure(row.uncovered)}
        {open ? <span className="check-sentence">{whyOpen(row)}</span> : <WhyIdle row={row} />}
        {row.alarmSince === null ? null : (
          <span className="check-sentence">
            alarm, since <EtTime at={row.alarmSince} />
          </span>
        )}
      </td>
      <td data-label="Ends">
        <Ends row={row} />
      </td>
      <td className="protection-words" data-label="Next session">
        {row.nextSession}
        {row.waitsForOpen === null ? null : (
          <>
            {" "}
            No stop at the broker acts before <EtTime at={row.waitsForOpen} date={true} />.
          </>
        )}
      </td>
      <td>{row.unguarded === "0" && !row.rearmable ? null : <RearmStop row={row} />}</td>
    </tr>
  );
}

/** What stops at the broker cover, stale where our picture of the venue's orders may be of another time. */
function AtBroker({ row }: { row: ProtectionView }) {
  const { byVenue, byBoth, doubt, comparedAt, atBroker } = row;
  const figure = (
    <Fresh kind="position" section="protection">
      <Quantity value={byVenue} />
    </Fresh>
  );
  return (
    <>
      {doubt === "" ? figure : <FreshAs state="stale">{figure}</FreshAs>}
      {byBoth === "0" ? null : (
        <span className="check-sentence">
          {byBoth === byVenue ? "the engine's own, too" : `${byBoth} by the engine's own, too`}
        </span>
      )}
      {atBroker === "" ? null : <span className="check-sentence">{atBroker}</span>}
      {doubt === "" ? null : (
        <span className="check-sentence">
          {doubt}; last compared <EtTime at={comparedAt} />
        </span>
      )}
    </>
  );
}

/** When the first of the broker's stops ends by itself. */
function Ends({ row }: { row: ProtectionView }) {
  if (row.expiresAt !== null) return <EtTime at={row.expiresAt} date={true} />;
  return row.byVenue === "0" ? "—" : "no end named";
}

/** Covered at the broker alone, and nothing would act now. */
function WhyIdle({ row }: { row: ProtectionView }) {
  return row.unguarded === "0" ? null : (
    <span className="check-sentence">
      {row.unguarded} wait: {row.whyUnguarded}
    </span>
  );
}

function whyOpen({ why, rearmable }: ProtectionView): string {
  return rearmable ? why : `${why}; close the position, or place a stop at the broker`;
}

/** One press: it can only bring cover back, here or at the broker, by the policy in force. */
function RearmStop({ row }: { row: ProtectionView }) {
  const client = useTRPCClient();
  const refusal = useRefusal("positions.rearmStop");
  const reason =
    refusal ?? (row.rearmable ? null : `Re-arming cannot mend this: ${row.whyUnguarded}.`);
  const act = () => {
    const input = { commandId: newCommandId(), symbol: row.symbol };
    void runCommand(`Re-arm the stop-loss of ${row.symbol}`, () =>
      client.positions.rearmStop.mutate(input),
    );
  };
  return (
    <>
      <Button
        size="small"
        aria-label={`Re-arm the stop-loss of ${row.symbol}`}
        onClick={act}
        disabled={reason !== null}
      >
        Re-arm
      </Button>
      {reason === null ? null : <p className="obstacle">{reason}</p>}
    </>
  );
}
