import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createPool } from "@interlock/db/create-pool";
import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EngineHome, EngineInProcess } from "../../../test/engine-in-process.ts";
import { FaultProxy, through } from "../../../test/faults/fault-proxy.ts";
import { CI, statement } from "../../../test/golive-rig.ts";
import { startVenue, type VenueInProcess } from "../../../test/venue-in-process.ts";
import { commandLine } from "../test/command-line.ts";

const SOON = { timeout: 20_000, interval: 50 };

let venue: VenueInProcess;
let home: EngineHome;
let proxy: FaultProxy;
let engine: EngineInProcess;
let owner: ConsoleClient;
let ownerId: string;

beforeAll(async () => {
  venue = await startVenue({ speed: 200 });
  home = await EngineHome.open();
  proxy = await FaultProxy.open(Number(new URL(home.databaseUrl).port));
  const databaseUrl = through(proxy, home.databaseUrl);
  engine = await EngineInProcess.start(home, venue, { databaseUrl, attestors: [CI.attestor] });
  owner = await engine.signIn();
  ownerId = (await owner.trpc.session.me.query()).userId;
}, 60_000);
afterAll(async () => {
  proxy.heal();
  await engine.stop();
  await proxy.close();
  await home.close();
  await venue.close();
}, 60_000);

/** What CI signed of its tests: who built it is all that differs. */
function signedBy(builders: readonly string[], value: string) {
  const { statement: text, signature, keyId } = CI.sign(statement(["tests"], { builders, value }));
  return { statement: text, signature, keyId };
}

function attest(signed: object) {
  const file = join(home.dataDir, "attestation.json");
  writeFileSync(file, JSON.stringify(signed));
  return commandLine("attest", file, "--data-dir", home.dataDir);
}

/** What the journal holds of the tests. */
const taken = () =>
  home
    .records()
    .flatMap((record) => (record.kind === "evidence_noted" ? [record.evidence] : []))
    .filter(({ name }) => name === "tests")
    .at(-1);

async function sql(text: string, values: readonly unknown[]): Promise<void> {
  const pool = createPool({ connectionString: home.databaseUrl, applicationName: "test" });
  await pool.query(text, [...values]);
  await pool.end();
}

test("an attestation that names a builder whom nobody on the desk is, is refused by name, from the console and from the command line", async () => {
  const invented = randomUUID();
  for (const builders of [[invented], [ownerId, invented], [ownerId.toUpperCase()]]) {
    const named = builders.at(-1) ?? "";
    const signed = signedBy(builders, "invented");
    const refusal = `Not taken: it says that ${named} built it, and nobody on the desk has that id. ./interlock people list shows everybody's;`;
    const told = await owner.trpc.golive.attest.mutate({ commandId: randomUUID(), ...signed });
    expect(told.accepted).toBe(false);
    expect(told.sentence).toContain(refusal);
    const { code, stdout } = await attest(signed);
    expect(stdout).toContain(refusal);
    expect(code).toBe(1);
  }
  expect(taken()).toBeUndefined();
});

test("a builder of the desk is taken by their id, also once they were deactivated, and the page names them", async () => {
  const gone = randomUUID();
  await sql(
    `insert into identity."user" (id, name, email, role, "suspendedAt")
       values ($1, 'Dee Gone', 'dee@desk.test', 'trader', now())`,
    [gone],
  );
  expect(await attest(signedBy([gone], "by the command line"))).toMatchObject({ code: 0 });
  expect(taken()).toMatchObject({ builders: [gone], builderNames: ["Dee Gone"] });
  const signed = signedBy([ownerId, gone], "by the console");
  const told = await owner.trpc.golive.attest.mutate({ commandId: randomUUID(), ...signed });
  expect(told).toMatchObject({ accepted: true });
  const { name } = await owner.trpc.session.me.query();
  const risk = async () =>
    (await owner.trpc.golive.view.query()).stations.find(({ station }) => station === "risk");
  await expect.poll(risk, SOON).toMatchObject({ builtBy: [name, "Dee Gone"] });
  expect((await commandLine("golive", "--data-dir", home.dataDir)).stdout).toContain(
    `; built by ${name}, Dee Gone`,
  );
});

test("while the database is away nothing that names a builder is taken, and both answers say what to do", async () => {
  const before = taken();
  const signed = signedBy([ownerId], "unseen");
  proxy.set({ isGone: true });
  proxy.cut();
  const { code, stdout } = await attest(signed);
  expect(stdout).toContain("Not taken: who built it could not be looked up");
  expect(stdout).toContain("and attest the same again");
  expect(code).toBe(1);
  await expect(
    owner.trpc.golive.attest.mutate({ commandId: randomUUID(), ...signed }),
  ).rejects.toThrow(TRPCClientError);
  expect(taken()).toEqual(before);
  proxy.heal();
  // The same file, once the database answers again.
  await expect.poll(async () => (await attest(signed)).code, SOON).toBe(0);
  expect(taken()).toMatchObject({ builders: [ownerId], value: "unseen" });
});
