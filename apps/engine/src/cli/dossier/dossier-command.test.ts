import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { commandLine } from "../test/command-line.ts";

let folder: string;
let order: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dossier-"));
  const rig = (await RecordedRig.open(folder)).tradeABit();
  const filled = Object.values(rig.state.orders).find(({ status }) => status === "filled");
  order = filled?.clientOrderId ?? "";
  await rig.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("an order's file holds its approval, every message and fill, what was held after, and the hash of each entry", async () => {
  const { code, stdout } = await commandLine(
    "dossier",
    order,
    "--data-dir",
    folder,
    "--into",
    folder,
  );
  expect(stdout).toContain(`records of order ${order} are in`);
  expect(stdout).toContain("Not all of them are covered by a signed head: not anchored");
  expect(code).toBe(0);
  const file: unknown = JSON.parse(readFileSync(join(folder, `${order}.json`), "utf8"));
  expect(file).toMatchObject({
    clientOrderId: order,
    proof: { chainIsSound: true, covered: false },
    steps: expect.arrayContaining([
      expect.objectContaining({
        record: expect.objectContaining({ kind: "order_approved" }),
        limitVersion: 1,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
      expect.objectContaining({
        record: expect.objectContaining({ kind: "fill_booked" }),
        heldAfter: expect.stringMatching(/^-?\d/),
      }),
    ]),
  });
  const page = readFileSync(join(folder, `${order}.html`), "utf8");
  expect(page).toContain(`<h1>Order ${order}</h1>`);
});

test("an order that the journal does not know is told", async () => {
  const { code, stderr } = await commandLine("dossier", "nobody-1", "--data-dir", folder);
  expect(code).toBe(1);
  expect(stderr).toContain("holds nothing about an order nobody-1");
});
