import { isTerminal, ORDER_STATUSES } from "@interlock/core/order/order-status";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
  await ledger.projection.write(make.batch(1, { accounts: [make.account()] }));
});
afterAll(() => ledger.close());

it.each(ORDER_STATUSES)(
  "the database agrees with core on whether %s ends an order",
  async (status) => {
    const filled = { filledQuantity: "100", leaves: "0", averagePrice: "165.50" };
    const ended = { ...(status === "filled" ? filled : { leaves: "0" }), terminalAt: make.NOON };
    const open = { leaves: "100", terminalAt: null };
    const write = async (given: object) => {
      const { seq } = await ledger.projection.checkpoint();
      const row = make.order({
        clientOrderId: `il-${seq + 1}`,
        status,
        journalSeq: seq + 1,
        ...given,
      });
      await ledger.projection.write(make.batch(seq + 1, { orders: [row] }));
    };
    await write(isTerminal(status) ? ended : open);
    await expect(write(isTerminal(status) ? open : ended)).rejects.toThrow("orders_");
  },
);
