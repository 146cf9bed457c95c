import { encode, ExtensionCodec } from "@msgpack/msgpack";
import type { Ticker } from "@interlock/core/ids";

/** How a frame is encoded on the wire. */
export type FrameKind = "json" | "msgpack";

/** One frame with one trade for each symbol, as Alpaca sends it. */
export function tradeFrames(
  kind: FrameKind,
  symbols: readonly Ticker[],
  at: number,
): readonly Uint8Array[] {
  return symbols.map((symbol, id) => tradeFrame(kind, { symbol, at, id }));
}

interface Print {
  readonly symbol: Ticker;
  readonly at: number;
  readonly id: number;
}

function tradeFrame(kind: FrameKind, { symbol, at, id }: Print): Uint8Array {
  const price = 100 + (id % 7) / 100;
  const fields = { T: "t", S: symbol, i: id, x: "V", p: price, s: 100, c: ["@"], z: "A" };
  if (kind === "json")
    return Buffer.from(JSON.stringify([{ ...fields, t: new Date(at).toISOString() }]));
  return encode([{ ...fields, t: new Date(at) }], { extensionCodec: ExtensionCodec.defaultCodec });
}
