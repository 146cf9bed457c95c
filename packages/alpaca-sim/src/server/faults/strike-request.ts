import { gzipSync } from "node:zlib";
import { changeJson } from "./change-json.ts";
import type { RestAction } from "./rest-rules.ts";
import type { RestRequest } from "../rest/rest-context.ts";

const MEGABYTE = 1024 * 1024;
const PIECE = new Uint8Array(64 * 1024).fill(0x20);

/** What a fault may do to the hold that a request has on the tape. */
export interface RequestHold {
  /** Lets the reports of the request out, holds its answer back, and the tape with it. */
  readonly delay: (ms: number) => Promise<void>;
  /** Lets reports and tape go on as if the request were answered. */
  readonly release: () => void;
  /** Resolves when the client has gone. */
  readonly gone: () => Promise<void>;
}

/** Does to a request what a fault wants before it is carried out; null when it is to be carried out. */
export async function strikeBefore(
  request: RestRequest,
  fault: RestAction,
  hold: RequestHold,
): Promise<Response | null> {
  if (!("when" in fault) || fault.when === "after") return null;
  return replacement(request, fault, hold);
}

/** Does to the answer of a request that was carried out what a fault wants. */
export async function strikeAfter(
  request: RestRequest,
  fault: RestAction,
  hold: RequestHold,
): Promise<void> {
  if ("when" in fault) {
    if (fault.when === "after") request.res = await replacement(request, fault, hold);
    return;
  }
  if (fault.do === "delay") {
    await hold.delay(fault.ms);
    return;
  }
  const text = await request.res.clone().text();
  if (fault.do === "truncate") {
    const whole = Buffer.from(text);
    const cut = whole.subarray(0, fault.bytes);
    const { status, headers } = request.res;
    if (fault.severs) headers.set("Content-Length", String(whole.length));
    const body = fault.severs ? severed(request, cut) : cut;
    request.res = new Response(body, { status, headers });
    return;
  }
  if (text === "") return;
  const body = JSON.stringify(changeJson(JSON.parse(text), fault));
  request.res = new Response(body, { status: request.res.status, headers: request.res.headers });
}

type Replacing = Extract<RestAction, { readonly when: unknown }>;

async function replacement(
  request: RestRequest,
  fault: Replacing,
  hold: RequestHold,
): Promise<Response> {
  switch (fault.do) {
    case "answer":
      return answer(request, fault);
    case "cut":
      request.env.outgoing.destroy();
      return request.body(null, 500);
    case "hang":
      hold.release();
      await hold.gone();
      return request.body(null, 500);
    case "flood":
      hold.release();
      return flood(request, fault);
  }
}

function answer(request: RestRequest, fault: Extract<Replacing, { do: "answer" }>): Response {
  const isEmpty = fault.body === undefined || [204, 205, 304].includes(fault.status);
  const isText = typeof fault.body === "string";
  const body = isEmpty ? null : isText ? String(fault.body) : JSON.stringify(fault.body);
  const type = { "Content-Type": "application/json; charset=utf-8" };
  return new Response(body, {
    status: fault.status,
    headers: { ...headersOf(request), ...(isEmpty ? {} : type), ...fault.headers },
  });
}

/** The id that every answer of the venue carries. */
function headersOf(request: RestRequest): Record<string, string> {
  return { "X-Request-ID": request.get("requestId") };
}

function flood(request: RestRequest, fault: Extract<Replacing, { do: "flood" }>): Response {
  const headers = { ...headersOf(request), "Content-Type": "application/json; charset=utf-8" };
  if (fault.with === "endless") return new Response(endless(), { headers });
  const size = fault.megabytes * MEGABYTE;
  if (fault.with === "large") return new Response(`"${" ".repeat(size - 2)}"`, { headers });
  const bomb = gzipSync(Buffer.alloc(size, 0x20));
  return new Response(bomb, { headers: { ...headers, "Content-Encoding": "gzip" } });
}

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.enqueue(PIECE),
  });
}

/** How long what was written has to reach the client before its connection ends. */
const SEVER_AFTER_MS = 50;

/** A body that ends with its connection. */
function severed(request: RestRequest, cut: Buffer): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull: (controller) => {
      if (isSent) setTimeout(() => request.env.outgoing.destroy(), SEVER_AFTER_MS);
      else controller.enqueue(cut);
      isSent = true;
    },
  });
}
