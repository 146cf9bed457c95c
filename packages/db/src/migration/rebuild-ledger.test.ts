import { afterAll, beforeAll, expect, it } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { openProjection } from "../projection/open-projection.ts";
import { ordersPage } from "../read/orders.ts";
import { createNextLedger, NEXT_LEDGER, swapLedger } from "./rebuild-ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
});
afterAll(() => ledger.close());

it("a rebuilt ledger takes the old one's place at once, with its rules, and the writer goes on", async () => {
  const { pool, projection, reader } = ledger;
  await projection.write(make.batch(1, { accounts: [make.account()], orders: [make.order()] }));
  await createNextLedger(pool);
  const next = openProjection(pool, { schema: NEXT_LEDGER });
  const rebuilt = {
    accounts: [make.account()],
    orders: [make.order({ clientOrderId: "il-rebuilt" })],
  };
  await next.write(make.batch(1, { ...rebuilt, fills: [make.fill()] }));
  expect((await ordersPage(reader, { limit: 10 })).rows.map((row) => row.clientOrderId)).toEqual([
    "il-1",
  ]);

  await swapLedger(pool);

  expect((await ordersPage(reader, { limit: 10 })).rows.map((row) => row.clientOrderId)).toEqual([
    "il-rebuilt",
  ]);
  await expect(pool.query("update fills set price = 1")).rejects.toThrow("is append-only");
  const again = { fills: [make.fill({ journalSeq: 2, at: make.NOON + 60 * 86_400_000 })] };
  await expect(projection.write(make.batch(2, again))).rejects.toThrow("fill_keys_pkey");
  await projection.write(make.batch(2, { signals: [make.signal({ journalSeq: 2 })] }));
  expect((await projection.checkpoint()).seq).toBe(2);
  const { rows } = await pool.query(
    "select nspname from pg_namespace where nspname like 'ledger%'",
  );
  expect(rows).toEqual([{ nspname: "ledger" }]);
});

it("an unfinished rebuild is dropped by the next one", async () => {
  await createNextLedger(ledger.pool);
  await openProjection(ledger.pool, { schema: NEXT_LEDGER }).write(make.batch(1, {}));
  await createNextLedger(ledger.pool);
  expect(await openProjection(ledger.pool, { schema: NEXT_LEDGER }).checkpoint()).toMatchObject({
    seq: 0,
  });
});
