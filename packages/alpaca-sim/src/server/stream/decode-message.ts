import { decode } from "@msgpack/msgpack";
import type { Encoding } from "./frame-buffer.ts";

/** Reads a client's message: JSON, or MessagePack where the connection speaks it. Undefined for what is neither. */
export function decodeMessage(data: Buffer, isBinary: boolean, encoding: Encoding): unknown {
  try {
    if (isBinary && encoding === "msgpack") return decode(data);
    const value: unknown = JSON.parse(data.toString("utf8"));
    return value;
  } catch {
    return undefined;
  }
}

/** Tells which encoding a client chose by the content type of its upgrade request. */
export function chosenEncoding(contentType: string | undefined): Encoding {
  return contentType?.toLowerCase().includes("msgpack") === true ? "msgpack" : "json";
}
