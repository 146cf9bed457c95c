import "./zod-without-eval.ts";
import { type LiveFrame, type LiveView, liveFrame, liveView } from "@interlock/api/view/live-view";
import { z } from "zod";

/** Reads one message of /feed; null when it is no frame of the contract. */
export function readFrame(text: string): LiveFrame | null {
  const json = parseJson(text);
  const read = liveFrame.safeParse(json);
  return read.success ? read.data : null;
}

const snapshotAnswer = z.object({ result: z.object({ data: liveView }) });

/** Reads the answer of live.snapshot; null when it is none of the contract. */
export function readSnapshot(text: string): LiveView | null {
  const read = snapshotAnswer.safeParse(parseJson(text));
  return read.success ? read.data.result.data : null;
}

const ticketAnswer = z.object({ result: z.object({ data: z.object({ ticket: z.string() }) }) });

/** Reads the answer of live.ticket; throws when it is none of the contract. */
export function readTicket(text: string): string {
  return ticketAnswer.parse(parseJson(text)).result.data.ticket;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
