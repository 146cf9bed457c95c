"use client";
import { useId } from "react";
import { Button } from "../../components/button.tsx";
import { Choice } from "../../components/choice.tsx";
import { Countdown, Instant } from "./expiry-note.tsx";
import { fieldText, readField } from "./expiry-time.ts";
import { useVenueTime } from "./use-venue-time.ts";

/** How long a change lasts: null until somebody changes it, else the text of the field. */
export type ExpiryText = string | null;

const LASTS = { always: "until changed", time: "until a time" };
const STEPS = [
  ["10 min", 10],
  ["1 hour", 60],
  ["1 day", 1_440],
  ["1 week", 10_080],
] as const;

/** Whether a change goes back by itself, and when: typed in New York's time, shown in UTC too. */
export function ExpiryField(props: {
  text: ExpiryText;
  change: (text: ExpiryText) => void;
  atExpiry: readonly string[];
}) {
  const { text, change } = props;
  const now = useVenueTime();
  const after = (minutes: number) => change(fieldText((now ?? 0) + minutes * 60_000 + 59_999));
  return (
    <div className="expiry-field">
      <Choice
        label="It lasts"
        value={text === null ? "always" : "time"}
        options={LASTS}
        onChange={(lasts) => (lasts === "always" ? change(null) : after(60))}
      />
      {text === null ? null : (
        <>
          <TimeField text={text} change={change} />
          <div className="button-row">
            {STEPS.map(([label, minutes]) => (
              <Button
                key={label}
                size="small"
                disabled={now === null}
                onClick={() => after(minutes)}
              >
                {label}
              </Button>
            ))}
          </div>
          <WhatThen text={text} atExpiry={props.atExpiry} />
        </>
      )}
    </div>
  );
}

function TimeField({ text, change }: { text: string; change: (text: ExpiryText) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Goes back at, New York time</label>
      <input
        id={id}
        type="datetime-local"
        className="num"
        value={text}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
}

function WhatThen({ text, atExpiry }: { text: string; atExpiry: readonly string[] }) {
  const at = readField(text);
  if (at === null) return <p className="text-muted">Name a date and a time.</p>;
  return (
    <div className="expiry-then" aria-live="polite">
      <p>
        Ends <Countdown at={at} />: <Instant at={at} />
      </p>
      <ul className="impact-list">
        {atExpiry.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
