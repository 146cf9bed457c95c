import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureVersion } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anApprovedOrder } from "../test/samples.ts";
import { UNTRUSTED_CERTIFICATE, UNTRUSTED_KEY } from "../test/untrusted-certificate.ts";
import { VenueFixture } from "../test/venue-fixture.ts";
import { TappedSocket } from "./stream/tapped-socket.ts";

const fixture = new VenueFixture();
let server: Server;
let requests = 0;

beforeEach(async () => {
  requests = 0;
  await fixture.start();
});
afterEach(async () => {
  delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  await fixture.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A venue that speaks no newer version than the one named, with a certificate of its own making. */
async function listen(maxVersion: SecureVersion): Promise<string> {
  server = createServer(
    {
      key: UNTRUSTED_KEY,
      cert: UNTRUSTED_CERTIFICATE,
      minVersion: "TLSv1",
      maxVersion,
      ciphers: "ALL:@SECLEVEL=0",
    },
    (_request, response) => {
      requests += 1;
      response.end("{}");
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `127.0.0.1:${port}`;
}

describe("the way to the venue", () => {
  test.each(["TLSv1.1", "TLSv1.2"] as const)(
    "carries no order over %s to who cannot prove to be the venue",
    async (version) => {
      // Nothing that the process was started with turns the check off.
      process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
      await fixture.useImpatientClient(`https://${await listen(version)}`);
      const { outcome } = await fixture.client.submitOrder(anApprovedOrder());
      expect(["rejected", "unknown"]).toContain(outcome);
      expect(requests).toBe(0);
      await fixture.client.close();
    },
  );

  test.each([
    ["TLSv1.1", /version|protocol/i],
    ["TLSv1.2", /self.signed/i],
  ] as const)(
    "opens no stream over %s to who cannot prove to be the venue",
    async (version, why) => {
      process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
      const host = await listen(version);
      const failed = await new Promise<string>((resolve) => {
        const options = {
          url: `wss://${host}/stream`,
          encoding: "json",
          frameBytesMax: 1_000,
          handshakeMs: 2_000,
          holdPong: null,
        } as const;
        void new TappedSocket(options, {
          opened: () => resolve("it was opened"),
          frame: () => null,
          failed: resolve,
          closed: () => undefined,
        });
      });
      expect(failed).toMatch(why);
      expect(requests).toBe(0);
    },
  );
});
