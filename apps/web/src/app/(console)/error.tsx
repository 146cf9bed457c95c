"use client";
import { Button } from "../../components/button.tsx";

/** A page failed; strip, status line and kill switch around it stand. */
export default function PageError(props: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const { digest, message } = props.error;
  return (
    <div className="notice" data-tone="critical" role="alert">
      <h1 className="notice-title">This page could not be shown</h1>
      <p className="notice-text">
        {message} {digest === undefined ? null : <code>trace {digest}</code>}
      </p>
      <p className="notice-text">Trading goes on, and the kill switch above works.</p>
      <Button onClick={props.reset}>Try again</Button>
    </div>
  );
}
