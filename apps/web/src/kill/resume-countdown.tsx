"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "../components/button.tsx";

const SECONDS = 10;

/** Ten seconds in which resuming can still be called off, or hurried. */
export function ResumeCountdown({ send, abort }: { send: () => void; abort: () => void }) {
  const [left, setLeft] = useState(SECONDS);
  const abortButton = useRef<HTMLButtonElement>(null);
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => abortButton.current?.focus(), []);
  useEffect(() => {
    const tick = () => (left > 1 ? setLeft(left - 1) : latest.current());
    const timer = window.setTimeout(tick, 1_000);
    return () => window.clearTimeout(timer);
  }, [left]);
  return (
    <div className="resume-countdown">
      <p role="status" aria-live="assertive">
        Trading resumes in <span className="num">{left}</span> s.
      </p>
      <div className="button-row">
        <button
          type="button"
          ref={abortButton}
          className="button"
          data-look="plain"
          data-size="regular"
          onClick={abort}
        >
          Call it off
        </button>
        <Button onClick={send}>Resume now</Button>
      </div>
    </div>
  );
}
