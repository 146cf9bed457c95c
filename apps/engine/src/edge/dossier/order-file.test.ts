import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import { formatQuantity } from "@interlock/core/number/quantity";
import { fullLadder } from "../../../test/approval-rig.ts";
import { changeLimits, deniedLast, readBack } from "../../../test/denied-rig.ts";
import { JournalingRig } from "../../../test/journaling-rig.ts";
import { settings } from "../../../test/rig.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { frameSpans, segmentPaths } from "../../journal/test/journal-builder.ts";
import { overridesView } from "../view/overrides-section.ts";
import { type OrderFile, orderFile } from "./order-file.ts";

const REASON = "a block that the desk has agreed";

let dataDir: string;
let rig: JournalingRig;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "il-order-"));
  rig = await JournalingRig.open(dataDir);
});
afterEach(async () => {
  await rig.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Has a strategy buy SPY and the venue take the order. */
function working() {
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 0.4);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  return intent;
}

async function fileOf(id: string): Promise<OrderFile> {
  await rig.durable();
  return orderFile(dataDir, id);
}

const kindsOf = ({ steps }: OrderFile) => steps.map(({ record }) => record.kind);

describe("the file of an order", () => {
  test("begins with the signal that it came from, and chains each step to the entry before", async () => {
    rig.ready();
    const intent = working();
    const shares = formatQuantity(intent.quantity);
    rig.fill(intent, { id: "x1", quantity: shares, price: "100.01" });
    const file = await fileOf(intent.clientOrderId);
    expect(kindsOf(file).slice(0, 2)).toEqual(["signal_generated", "order_approved"]);
    expect(file.steps[0]?.record).toMatchObject({ signalId: intent.signalId });
    const fill = file.steps.find(({ record }) => record.kind === "fill_booked");
    expect(fill).toMatchObject({ heldAfter: shares, by: "engine", limitVersion: 1 });
    const others = file.steps.filter(({ record }) => record.kind !== "fill_booked");
    expect(others.map(({ heldAfter }) => heldAfter)).toEqual(others.map(() => null));
    const seqs = file.steps.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(file.upTo).toBe(rig.state.journalSeq);
    for (const { hash, previousHash } of file.steps) expect(hash).not.toBe(previousHash);
  });

  test("holds nothing of another order in the same symbol", async () => {
    rig.ready();
    const first = working();
    rig.fill(first, { id: "x1", quantity: formatQuantity(first.quantity), price: "100.01" });
    rig.command({ kind: "close_position", symbol: ticker("SPY"), percent: 100 });
    const closing = rig.told("order_approved").at(-1)?.intent;
    if (closing === undefined || closing.clientOrderId === first.clientOrderId)
      throw new Error("nothing is being closed");
    const [one, other] = [await fileOf(first.clientOrderId), await fileOf(closing.clientOrderId)];
    const places = ({ steps }: OrderFile) => steps.map(({ seq, index }) => `${seq}.${index}`);
    expect(places(one).filter((place) => places(other).includes(place))).toEqual([]);
    expect(kindsOf(other)[0], "an order of a person comes from no signal").toBe("order_approved");
  });

  test("R16 that an override let pass names signal, grant and approval; that of the denied one its grant", async () => {
    rig.ready();
    changeLimits(rig, { maxOrderQuantity: "10" });
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    const { clientOrderId: denied } = deniedLast(rig);
    rig.command({ kind: "grant_override", clientOrderId: denied, reason: REASON });
    rig.command({
      kind: "use_override",
      ...readBack(overridesView(rig.state, rig.time).overrides[0]),
    });
    const sent = rig.told("order_approved").at(-1)?.intent.clientOrderId ?? "";
    expect(kindsOf(await fileOf(sent)).slice(0, 3)).toEqual([
      "signal_generated",
      "override_granted",
      "order_approved",
    ]);
    const refused = await fileOf(denied);
    expect(kindsOf(refused)).toEqual(
      expect.arrayContaining([
        "signal_generated",
        "order_denied",
        "override_granted",
        "command_answered",
      ]),
    );
    expect(kindsOf(refused)).not.toContain("order_approved");
    const granted = refused.steps.find(({ record }) => record.kind === "command_answered");
    expect(granted).toMatchObject({ by: expect.stringContaining("Ada"), reason: REASON });
  });

  test("R16 holds the request that is about it with what became of that, and no other request", async () => {
    rig.ready({ settings: settings({ approvals: fullLadder() }) });
    changeLimits(rig, { maxOrderQuantity: "10" });
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    const { clientOrderId } = deniedLast(rig);
    const grant = { kind: "grant_override", clientOrderId, reason: REASON } as const;
    const change = {
      kind: "change_limits" as const,
      baseVersion: rig.state.limits?.version ?? 0,
      values: { maxOpenOrders: "25" },
      reason: REASON,
    };
    for (const ask of [grant, change])
      rig.command({ kind: "request_approval", ask, reason: REASON });
    const ids = rig.told("approval_requested").map(({ approval }) => approval.id);
    expect(ids).toHaveLength(2);
    const [about = "", other = ""] = ids;
    for (const approvalId of [about, other])
      rig.command({ kind: "cancel_approval", approvalId, reason: REASON });
    const file = await fileOf(clientOrderId);
    const named = file.steps.flatMap(({ record }) =>
      record.kind === "approval_requested"
        ? [record.approval.id]
        : record.kind === "approval_ended"
          ? [record.approvalId]
          : [],
    );
    expect(named).toEqual([about, about]);
  });
});

describe("a kill in the file of an order", () => {
  const killed = (scope?: NarrowScope) =>
    rig.command({
      kind: "kill",
      mode: "halt",
      reason: "odd prices",
      includeStops: false,
      ...(scope === undefined ? {} : { scope }),
    });

  test("of everything stands there while the order works, with who and why", async () => {
    rig.ready();
    const { clientOrderId } = working();
    killed();
    const { steps } = await fileOf(clientOrderId);
    const kill = steps.find(({ record }) => record.kind === "kill_requested");
    expect(kill).toMatchObject({ by: expect.stringContaining("Ada"), reason: "odd prices" });
  });

  test("does not stand there once the order has ended", async () => {
    rig.ready();
    const intent = working();
    rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.01" });
    killed();
    expect(rig.told("kill_requested")).toHaveLength(1);
    expect(kindsOf(await fileOf(intent.clientOrderId))).not.toContain("kill_requested");
  });

  test("of a part stands there where it stops the order, and not where it stops another", async () => {
    rig.ready();
    const { clientOrderId, strategyId: own } = working();
    const other = rig.views.strategies.map(({ settings: { id } }) => id).find((id) => id !== own);
    if (own === null || other === undefined) throw new Error("the rig has two strategies");
    const scopes: readonly NarrowScope[] = [
      { kind: "symbol", symbol: ticker("SPY") },
      { kind: "symbol", symbol: ticker("IBM") },
      { kind: "strategy", strategyId: own },
      { kind: "strategy", strategyId: other },
    ];
    for (const scope of scopes) killed(scope);
    expect(rig.told("scope_kill_requested")).toHaveLength(4);
    const { steps } = await fileOf(clientOrderId);
    const found = steps.flatMap(({ record }) =>
      record.kind === "scope_kill_requested" ? [record.scope] : [],
    );
    expect(found).toEqual([scopes[0], scopes[2]]);
  });
});

test("no file is made of a damaged journal: the error names the entry", async () => {
  rig.ready();
  const { clientOrderId } = working();
  await rig.durable();
  const path = segmentPaths(dataDir).at(-1) ?? "";
  const bytes = readFileSync(path);
  const { start } = frameSpans(path)[4] ?? { start: 0 };
  bytes[start + 60] = (bytes[start + 60] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const read = () => orderFile(dataDir, clientOrderId);
  expect(read).toThrow(JournalFaultError);
  expect(read).toThrow(/5/);
});
