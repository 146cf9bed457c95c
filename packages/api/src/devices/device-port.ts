import type { z } from "zod";
import type { Actor } from "../actor.ts";
import type * as input from "./device-input.ts";

/** What a command line asks of the person at a browser. Times are wall-clock milliseconds of the server. */
export interface DeviceView {
  readonly userCode: string;
  readonly kind: "sign_in" | "confirm";
  /** What the command line says of itself; nobody has checked it. */
  readonly client: string;
  readonly ip: string | null;
  readonly expiresAt: number;
  readonly seenHash: string;
  /** Of a confirmation: the procedure, what it does, and its input. */
  readonly action: {
    readonly path: string;
    readonly what: string;
    readonly input: string;
    /** The request for approval that it is about; null where it is about none. */
    readonly approvalId: string | null;
  } | null;
}

/** How a confirmation that a command line has asked for stands. */
export type DeviceState =
  | { readonly state: "waiting" | "refused" | "over" }
  | { readonly state: "allowed"; readonly stepUpId: string };

/** What became of a word on it. */
export interface DeviceAnswer {
  readonly accepted: boolean;
  readonly sentence: string;
  readonly needs?: "step_up" | "approval" | undefined;
}

/** The command line's way to a person: they sign it in, and confirm single actions of it, at a browser of theirs. */
export interface DevicePort {
  /** What asks by this code; null where it asks no more, or asks somebody else. */
  find(actor: Actor, userCode: string): DeviceView | null;
  allow(actor: Actor, verdict: z.infer<typeof input.deviceVerdict>): Promise<DeviceAnswer>;
  refuse(actor: Actor, userCode: string): DeviceAnswer;
  /** A signed-in command line asks its person to confirm one action. */
  ask(actor: Actor, action: z.infer<typeof input.deviceAsk>): { readonly userCode: string };
  answer(actor: Actor, userCode: string): DeviceState;
}
