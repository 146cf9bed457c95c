import { formatMoney, moneyFromUnits } from "@interlock/core/number/money";
import { formatQuantity, quantityFromUnits } from "@interlock/core/number/quantity";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { orderFills } from "../read/fills.ts";
import { positionsOf } from "../read/present-state.ts";

let ledger: TestLedger;
let seq = 0;
beforeAll(async () => {
  ledger = await openTestLedger();
  seq += 1;
  await ledger.projection.write(make.batch(seq, { accounts: [make.account()] }));
});
afterAll(() => ledger.close());

const units = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

it("every exact number comes back to the last unit", async () => {
  await fc.assert(
    fc.asyncProperty(units, units, fc.maxSafeInteger(), async (price, quantity, realized) => {
      seq += 1;
      const clientOrderId = `il-${seq}`;
      const fill = make.fill({
        clientOrderId,
        executionId: clientOrderId,
        journalSeq: seq,
        price: formatMoney(moneyFromUnits(price)),
        quantity: formatQuantity(quantityFromUnits(quantity)),
      });
      const position = make.position({
        journalSeq: seq,
        realized: formatMoney(moneyFromUnits(realized)),
      });
      await ledger.projection.write(make.batch(seq, { fills: [fill], positions: [position] }));
      expect(await orderFills(ledger.reader, clientOrderId)).toEqual([fill]);
      expect(await positionsOf(ledger.reader, make.ACCOUNT)).toEqual([position]);
    }),
    { numRuns: 60 },
  );
});

it("D15 every number that is finer or larger than an exact one is refused", async () => {
  const tooFine = fc
    .tuple(fc.nat(), fc.integer({ min: 1, max: 9 }))
    .map(([whole, digit]) => `${whole}.000000${digit}`);
  const tooLarge = fc.bigInt({ min: BigInt(Number.MAX_SAFE_INTEGER), max: 10n ** 20n }).map(String);
  const noNumber = fc.constantFrom(
    "",
    "1e5",
    "0x10",
    "NaN",
    "Infinity",
    "-Infinity",
    "1,5",
    " 1",
    "1.",
    ".5",
    "--1",
  );
  const next = seq + 1;
  await fc.assert(
    fc.asyncProperty(fc.oneof(tooFine, tooLarge, noNumber), async (price) => {
      const fill = make.fill({ executionId: "unfit", journalSeq: next, price });
      await expect(ledger.projection.write(make.batch(next, { fills: [fill] }))).rejects.toThrow(
        "fills.price cannot hold",
      );
    }),
    { numRuns: 60 },
  );
  expect((await ledger.projection.checkpoint()).seq).toBe(seq);
});
