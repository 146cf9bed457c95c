import { subscribe } from "node:diagnostics_channel";
import { open } from "node:fs/promises";
import { isMainThread } from "node:worker_threads";

/**
 * Started before an engine under test (`node --import`), it ends that process by SIGKILL at the point that CRASH_POINT
 * names. Writes of the journal are recognized by the records in them, requests by what the HTTP client tells.
 */

/**
 * @typedef {object} Moment
 * @property {"before" | "after"} when before its write begins, or once it is on the disk and nobody knows
 * @property {string} record
 */

/** @type {Readonly<Record<string, Moment>>} */
const WRITES = {
  before_order_is_durable: { when: "before", record: '"kind":"order_approved"' },
  after_order_is_durable: { when: "after", record: '"kind":"order_approved"' },
  before_fill_is_durable: { when: "before", record: '"kind":"fill_booked"' },
  after_fill_is_durable: { when: "after", record: '"kind":"fill_booked"' },
};

/** @type {Readonly<Record<string, { readonly channel: string, readonly method: string }>>} */
const REQUESTS = {
  after_order_was_sent: { channel: "undici:request:bodySent", method: "POST" },
  after_order_was_answered: { channel: "undici:request:trailers", method: "POST" },
  after_cancel_was_sent: { channel: "undici:client:sendHeaders", method: "DELETE" },
};

function crash() {
  process.kill(process.pid, "SIGKILL");
}

/** @param {Moment} moment */
async function watchWrites({ when, record }) {
  const handle = await open(process.execPath, "r");
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const { write } = prototype;
  /** @param {Uint8Array} bytes @param {unknown[]} rest */
  prototype.write = async function watched(bytes, ...rest) {
    const isIt = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(record);
    if (isIt && when === "before") crash();
    const result = await write.call(this, bytes, ...rest);
    if (isIt) crash();
    return result;
  };
}

/** @param {{ readonly channel: string, readonly method: string }} request */
function watchRequests({ channel, method }) {
  subscribe(channel, (message) => {
    const { request } = /** @type {{ request: { method: string, path: string } }} */ (message);
    if (request.method === method && request.path.startsWith("/v2/orders")) crash();
  });
}

const point = process.env["CRASH_POINT"] ?? "";
const write = WRITES[point];
const request = REQUESTS[point];
if (isMainThread && write !== undefined) await watchWrites(write);
if (isMainThread && request !== undefined) watchRequests(request);
