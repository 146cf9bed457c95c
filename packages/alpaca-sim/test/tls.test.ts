import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { CERTIFICATE, KEY } from "./certificate.ts";
import { TestVenue } from "./running-venue.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "venue-tls-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("with a certificate", () => {
  it("requests and streams are encrypted, for who trusts it", async () => {
    const [tlsCert, tlsKey] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    writeFileSync(tlsCert, CERTIFICATE);
    writeFileSync(tlsKey, KEY);
    const venue = await TestVenue.start({ tlsCert, tlsKey });
    const ca = CERTIFICATE;
    const status = await new Promise((resolve, reject) => {
      get(`https://127.0.0.1:${venue.port}/sim/tape`, { ca, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on("error", reject);
    });
    expect(status).toBe(200);
    const socket = new WebSocket(`wss://127.0.0.1:${venue.port}/v2/sip`, { ca });
    const first = await new Promise((resolve, reject) => {
      socket.once("message", (data: Buffer) => resolve(data.toString()));
      socket.once("error", reject);
    });
    expect(first).toContain("connected");
    socket.terminate();
    await expect(fetch(`https://127.0.0.1:${venue.port}/sim/tape`)).rejects.toThrow();
    await venue.close();
  });

  it("that cannot be read the venue does not start", async () => {
    const files = { tlsCert: join(folder, "none.pem"), tlsKey: join(folder, "none.key") };
    await expect(TestVenue.start(files)).rejects.toThrow("allowed is a readable PEM file");
  });
});
