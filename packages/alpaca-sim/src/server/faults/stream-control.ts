import { z } from "zod";
import type { TapePlayer } from "../tape/tape-player.ts";
import type { Feed } from "../stream/feed.ts";
import type { Peer } from "../stream/peer.ts";
import type { Reports } from "../stream/reports.ts";
import { SIGN_IN_CODES, StreamFaults } from "./stream-faults.ts";

/** Names of the streams; `stream` is that of trade updates. */
const STREAMS = ["stream", "iex", "sip", "delayed_sip", "test"] as const;
const DATA_STREAMS = STREAMS.slice(1);

const streams = z.array(z.enum(STREAMS)).min(1).optional();
const on = z.boolean().default(true);

/** What the control does to streams; without `streams` to all of them. */
export const streamAction = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("cut"), streams }),
  z.strictObject({
    do: z.literal("close"),
    streams,
    code: z.number().int().min(1_000).max(4_999).default(1_001),
    reason: z.string().max(120).default(""),
  }),
  z.strictObject({ do: z.literal("refuse"), streams, on }),
  z.strictObject({ do: z.literal("mute"), streams, on }),
  z.strictObject({
    do: z.literal("frame"),
    streams,
    text: z.string().optional(),
    base64: z.string().optional(),
    /** So many spaces instead, for frames beyond all bounds; they compress well. */
    spaces: z
      .number()
      .int()
      .min(1)
      .max(256 * 1024 * 1024)
      .optional(),
    binary: z.boolean().default(false),
    times: z.number().int().min(1).max(100_000).default(1),
  }),
  z.strictObject({
    do: z.literal("burst"),
    streams,
    symbol: z.string(),
    messages: z.number().int().min(1).max(1_000_000),
  }),
  z.strictObject({
    do: z.literal("sign_in"),
    streams,
    code: z.literal(SIGN_IN_CODES),
    times: z.number().int().min(0).default(1),
  }),
  z.strictObject({ do: z.literal("omit"), symbols: z.array(z.string()) }),
  z.strictObject({ do: z.literal("replay"), updates: z.number().int().min(1).max(1_000) }),
]);
export type StreamAction = z.output<typeof streamAction>;

/** What the control of streams works on. */
export interface StreamControlParts {
  readonly peersOf: (names: readonly string[]) => readonly Peer[];
  readonly feeds: readonly Feed[];
  readonly symbols: readonly string[];
  readonly player: TapePlayer;
  readonly reports: Reports;
}

/** Carries out what /sim/streams asks for. */
export class StreamControl {
  /** What is in force. */
  readonly faults = new StreamFaults();
  readonly #parts: StreamControlParts;

  /** Works on the streams of one venue. */
  constructor(parts: StreamControlParts) {
    this.#parts = parts;
  }

  /** Returns the faults of streams that are in force. */
  list(): Record<string, unknown> {
    return this.faults.list();
  }

  /** Ends every fault of streams. */
  clear(): void {
    this.faults.clear();
    for (const peer of this.#parts.peersOf(STREAMS)) peer.isMuted = false;
  }

  /** Does what is asked; returns what is wrong with it, or null. */
  act(action: StreamAction): string | null {
    const { faults } = this;
    const { peersOf } = this.#parts;
    switch (action.do) {
      case "cut":
        for (const peer of peersOf(action.streams ?? STREAMS)) peer.cut();
        return null;
      case "close": {
        const { code, reason } = action;
        for (const peer of peersOf(action.streams ?? STREAMS)) peer.socket.close(code, reason);
        return null;
      }
      case "refuse":
        toggle(faults.refusing, action.streams ?? STREAMS, action.on);
        return null;
      case "mute":
        this.#mute(action.streams ?? STREAMS, action.on);
        return null;
      case "frame":
        this.#inject(action);
        return null;
      case "burst":
        return this.#burst(action);
      case "sign_in":
        for (const name of action.streams ?? STREAMS) {
          faults.failSignIns(name, action.code, action.times);
        }
        return null;
      case "omit":
        faults.omit(action.symbols);
        return null;
      case "replay":
        this.#parts.reports.replay(action.updates);
        return null;
    }
  }

  #mute(names: readonly string[], isMuted: boolean): void {
    toggle(this.faults.muted, names, isMuted);
    for (const peer of this.#parts.peersOf(names)) peer.isMuted = isMuted;
  }

  #inject(action: Extract<StreamAction, { do: "frame" }>): void {
    const { text = "", base64, spaces } = action;
    const bytes =
      spaces !== undefined
        ? Buffer.alloc(spaces, 0x20)
        : base64 !== undefined
          ? Buffer.from(base64, "base64")
          : Buffer.from(text);
    for (const peer of this.#parts.peersOf(action.streams ?? STREAMS)) {
      peer.together(() => {
        for (let sent = 0; sent < action.times; sent++) peer.send(bytes, action.binary);
      });
    }
  }

  /** Sends the present quote of a symbol again and again: more messages, no other market. */
  #burst(action: Extract<StreamAction, { do: "burst" }>): string | null {
    const { symbols, player, feeds } = this.#parts;
    const last = player.board.lastQuote(symbols.indexOf(action.symbol));
    if (last === null) return `no quote of "${action.symbol}" is known yet`;
    const names: readonly string[] = action.streams ?? DATA_STREAMS;
    for (const feed of feeds.filter(({ name }) => names.includes(name))) {
      for (let sent = 0; sent < action.messages; sent++) feed.quote(last.chunk, last.index);
      feed.flush();
    }
    return null;
  }
}

function toggle(set: Set<string>, names: readonly string[], isOn: boolean): void {
  for (const name of names) {
    if (isOn) set.add(name);
    else set.delete(name);
  }
}
