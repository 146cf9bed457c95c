import { clientOrderId } from "@interlock/core/ids";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { OrderFileView } from "@interlock/api/view/audit-view";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { commandLine } from "../../cli/test/command-line.ts";

const SOON = { timeout: 60_000, interval: 100 };

let stage: EdgeStage;
let owner: ConsoleClient;
let order: string;
let lastSeq: number;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  order = Object.keys(stage.rig.state.orders)[0] ?? "";
  stage.rig.command({ kind: "cancel_order", clientOrderId: clientOrderId(order) });
  await stage.startEdge();
  owner = await stage.signIn();
  lastSeq = await stage.rig.durable();
});
afterAll(() => stage.close());

async function whole(client: ConsoleClient, id: string): Promise<OrderFileView> {
  return vi.waitFor(async () => {
    const view = await client.trpc.orders.file.query({ clientOrderId: id });
    expect(view.state).toBe("ready");
    return view;
  }, SOON);
}

describe("the file of an order over HTTP", () => {
  test("holds each record that concerns it, who and why, the limits, what was held and the place in the chain", async () => {
    const view = await whole(owner, order);
    expect(view).toMatchObject({ upTo: lastSeq, redacted: false, proof: { chainIsSound: true } });
    const kinds = view.steps.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining([
        "order_approved",
        "order_advanced",
        "fill_booked",
        "command_answered",
      ]),
    );
    const fill = view.steps.find(({ kind }) => kind === "fill_booked");
    expect(fill).toMatchObject({
      limitVersion: 1,
      heldAfter: expect.stringMatching(/^\d/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(view.steps.find(({ kind }) => kind === "command_answered")?.by).not.toBe("engine");
  });

  test("taken out it is what the command line writes, letter for letter, and is journaled", async () => {
    await whole(owner, order);
    const { files } = await owner.trpc.orders.export.mutate({
      clientOrderId: order,
      format: "json",
    });
    const { stdout } = await commandLine("dossier", order, "--json", "--data-dir", stage.dataDir);
    const { proof: _, ...written } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    const { proof: __, ...taken } = JSON.parse(files[0]?.text ?? "");
    expect(taken).toEqual(written);
    expect(stage.told).toContainEqual({
      kind: "person_event",
      noted: expect.objectContaining({
        event: "export_made",
        detail: `the file of order ${order} as json, up to entry ${lastSeq}`,
      }),
    });
    const page = await owner.trpc.orders.export.mutate({ clientOrderId: order, format: "html" });
    expect(page.files[0]?.text).toContain(`<h1>Order ${order}</h1>`);
  });

  test("what happens to the order later is in the next one", async () => {
    const before = (await whole(owner, order)).steps.length;
    stage.rig.command({ kind: "cancel_order", clientOrderId: clientOrderId(order) });
    await stage.rig.durable();
    await vi.waitFor(async () => {
      expect((await whole(owner, order)).steps.length).toBeGreaterThan(before);
    }, SOON);
  });

  test("of an order that nobody knows it is empty, and cannot be taken out", async () => {
    expect((await whole(owner, "il-nobody-1")).steps).toEqual([]);
    const asked = { clientOrderId: "il-nobody-1", format: "json" } as const;
    await expect(owner.trpc.orders.export.mutate(asked)).rejects.toThrow("holds nothing about");
  });

  test("a viewer's hides who by which account, on the page and in the file, and keeps the hashes", async () => {
    const full = await whole(owner, order);
    await stage.sql(`update identity."user" set role = 'viewer'`);
    const viewer = await stage.signIn("viewer");
    const view = await whole(viewer, order);
    expect(view.redacted).toBe(true);
    expect(view.steps.map(({ hash }) => hash)).toEqual(full.steps.map(({ hash }) => hash));
    const cancel = view.steps.find(({ kind }) => kind === "command_answered");
    expect(cancel?.record).toContain('"userId": "(hidden)"');
    const taken = await viewer.trpc.orders.export.mutate({ clientOrderId: order, format: "json" });
    expect(taken.files[0]?.text).toContain('"userId": "(hidden)"');
    await stage.signIn("owner");
  });
});
