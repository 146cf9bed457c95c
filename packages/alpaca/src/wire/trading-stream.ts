import { z } from "zod";
import { wireTradeUpdate } from "./trade-update.ts";

/** Frames of /stream that the venue sends. Frames of a stream that is not named here are to be ignored. */
const wireAuthorizationFrame = z.looseObject({
  stream: z.literal("authorization"),
  data: z.looseObject({ status: z.string(), action: z.string() }),
});
const wireListeningFrame = z.looseObject({
  stream: z.literal("listening"),
  data: z.looseObject({ streams: z.array(z.string()) }),
});
export const wireTradeUpdateFrame = z.looseObject({
  stream: z.literal("trade_updates"),
  data: wireTradeUpdate,
});
const wireTradingErrorFrame = z.looseObject({
  action: z.literal("error"),
  data: z.looseObject({ error_message: z.string() }),
});

/** Any frame of /stream that the venue documents. */
export const wireTradingFrame = z.union([
  wireAuthorizationFrame,
  wireListeningFrame,
  wireTradeUpdateFrame,
  wireTradingErrorFrame,
]);

/**
 * Messages that a client sends on /stream: the documented login with keys or with a token, the newer one, and the
 * choice of streams.
 */
export const wireTradingRequest = z.union([
  z.looseObject({
    action: z.literal("authenticate"),
    data: z.looseObject({ key_id: z.string(), secret_key: z.string() }),
  }),
  z.looseObject({
    action: z.literal("authenticate"),
    data: z.looseObject({ oauth_token: z.string() }),
  }),
  z.looseObject({ action: z.literal("auth"), key: z.string(), secret: z.string() }),
  z.looseObject({
    action: z.literal("listen"),
    data: z.looseObject({ streams: z.array(z.string()) }),
  }),
]);
export type WireTradingRequest = z.output<typeof wireTradingRequest>;
