"use client";
import type { EventLine } from "@interlock/api/view/live-view";
import Link from "next/link";
import { EtTime } from "../components/et-time.tsx";
import { keyed } from "../components/keyed.ts";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { useSection } from "../live/use-live.ts";

const SHOWN = 20;
const MARKS: Readonly<Record<EventLine["severity"], string>> = {
  info: "·",
  warning: "▲",
  critical: "■",
};

const lineOf = (event: EventLine) => `${event.journalSeq} ${event.sentence}`;

/** A record and the alert that it raised stand in one entry and say the same: once is enough. */
function saidOnce(events: readonly EventLine[]): readonly EventLine[] {
  const said = new Set<string>();
  return events.filter((event) => {
    const line = lineOf(event);
    const isNew = !said.has(line);
    said.add(line);
    return isNew;
  });
}

/** The last things that happened, as the journal has them, newest first. */
export function EventsPanel() {
  const events = useSection("events") ?? [];
  const newest = saidOnce([...events].sort((a, b) => b.journalSeq - a.journalSeq)).slice(0, SHOWN);
  return (
    <Panel
      title="Last events"
      className="area-events"
      note={newest.length === 0 ? undefined : `${newest.length} newest`}
    >
      {newest.length === 0 ? <EmptyNotice title="Nothing has happened yet today" /> : null}
      <ol className="event-list">
        {keyed(newest, lineOf).map(({ key, item: event }) => (
          <li key={key} data-severity={event.severity}>
            <EtTime at={event.at} />
            <span className="event-mark" aria-hidden="true">
              {MARKS[event.severity]}
            </span>
            <span className="event-sentence">
              {event.severity === "info" ? null : (
                <span className="sr-only">{event.severity}: </span>
              )}
              {event.sentence}
            </span>
            {event.clientOrderId === null ? null : (
              <Link
                href={`/orders?order=${encodeURIComponent(event.clientOrderId)}`}
                prefetch={false}
              >
                Order
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
