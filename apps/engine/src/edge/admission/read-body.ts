import type { IncomingMessage } from "node:http";
import type { Refusal } from "./refusal.ts";

/** No command is longer, in bytes. */
export const BODY_BYTES_MAX = 64 * 1024;

/** Reads a body whole. One that is too long is refused by what it says of its length, or at the first byte too many. */
export async function readBody(request: IncomingMessage): Promise<string | Refusal> {
  const said = Number(request.headers["content-length"] ?? 0);
  if (said > BODY_BYTES_MAX) return TOO_LONG;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > BODY_BYTES_MAX) return TOO_LONG;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const TOO_LONG: Refusal = {
  status: 413,
  sentence: `a command has at most ${BODY_BYTES_MAX} bytes`,
};
