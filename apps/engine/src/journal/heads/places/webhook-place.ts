import type { HeadPlace, PlaceKey } from "./head-place.ts";

/**
 * A service that takes each head as a POST of `{head, publicKey}` and keeps it, e.g. a channel of a chat or a mailbox
 * gateway. It has the head when it answers with 2xx. Its name shows the host alone: paths of webhooks are secrets.
 */
export function webhookPlace(url: string, { publicPem }: PlaceKey): HeadPlace {
  return {
    name: `webhook ${new URL(url).host}`,
    publish: async (head, signal) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ head, publicKey: publicPem }),
        redirect: "error",
        signal,
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered ${response.status}`);
    },
  };
}
