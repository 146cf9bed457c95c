"use client";
import { useRef } from "react";
import { compactDollars, directionOf, dollars, signedDollars } from "../format/amount-text.ts";
import { useValueFlash } from "./use-value-flash.ts";

const ARROWS = { up: "▲", down: "▼", flat: "", unknown: "" } as const;

/** A result in dollars: sign, arrow and color say its direction; zero is neutral; unknown is "—". */
export function Pnl(props: { value: string | null; testId?: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const direction = directionOf(props.value);
  useValueFlash(ref, props.value);
  return (
    <span
      ref={ref}
      className="pnl num"
      data-direction={direction}
      data-value={props.value ?? ""}
      data-testid={props.testId}
      title={props.value === null ? "not received" : undefined}
    >
      {ARROWS[direction] === "" ? null : (
        <span className="pnl-arrow" aria-hidden="true">
          {ARROWS[direction]}
        </span>
      )}
      {signedDollars(props.value)}
    </span>
  );
}

/**
 * An amount in dollars without direction. `compact` shortens it for a tile; the whole stays in its
 * name and tooltip.
 */
export function Money(props: { value: string | null; compact?: boolean; testId?: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const full = dollars(props.value);
  const shown = props.compact === true ? compactDollars(props.value) : full;
  useValueFlash(ref, props.value);
  return (
    <span
      ref={ref}
      className="num"
      data-value={props.value ?? ""}
      data-testid={props.testId}
      title={props.value === null ? "not received" : shown === full ? undefined : full}
    >
      {shown === full ? shown : <span aria-hidden="true">{shown}</span>}
      {shown === full ? null : <span className="sr-only">{full}</span>}
    </span>
  );
}
