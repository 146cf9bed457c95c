import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPool } from "./create-pool.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("better-auth finds its tables complete, and signs a person up and in", async () => {
  const { connectionString } = database;
  const pool = createPool({ connectionString, applicationName: "auth", schema: "identity" });
  const role = { type: "string", input: false, defaultValue: "viewer" } as const;
  const options = {
    baseURL: "http://localhost:3000",
    secret: "a secret of this test, of no use elsewhere",
    database: pool,
    user: { additionalFields: { role } },
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
  };
  const { toBeCreated, toBeAdded } = await getMigrations(options);
  expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });

  const auth = betterAuth(options);
  const person = { email: "owner@example.com", password: "correct horse battery" };
  await auth.api.signUpEmail({ body: { ...person, name: "Owner" } });
  const { user } = await auth.api.signInEmail({ body: person });
  expect(user).toMatchObject({ email: person.email, name: "Owner" });
  const { rows } = await pool.query('select role, "emailVerified" from "user"');
  expect(rows).toEqual([{ role: "viewer", emailVerified: false }]);
  await pool.end();
});
