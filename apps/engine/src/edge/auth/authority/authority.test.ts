import { randomUUID } from "node:crypto";
import { createPool } from "@interlock/db/create-pool";
import { commandId } from "@interlock/core/ids";
import { inTransaction } from "@interlock/db/in-transaction";
import { describe, expect, test } from "vitest";
import { agreeing, type Desk, ownersDesk, REASON, SOON } from "../../../../test/edge/agreeing.ts";
import { confirmed } from "../../../../test/edge/confirmed.ts";
import type { ConsoleClient } from "../../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../../test/edge/edge-stage.ts";
import { enter } from "../../../../test/edge/newcomer.ts";
import { carryOutAct } from "./carry-out-act.ts";

const PASSWORD = "four words for ada's desk";

let desk: Desk;
ownersDesk((opened) => {
  desk = opened;
});

const { me, row, idOf, seen, approve, apply, setRole, carried, agreed } = agreeing(() => desk);

describe("W10 a role where the whole ladder holds", () => {
  test("W10 is raised by no owner alone: another approves, and the edge carries it out once", async () => {
    const ada = await desk.stage.person("trader");
    const wanted = { userId: await idOf(ada), role: "risk" as const };
    expect(await setRole(desk.owner, wanted)).toMatchObject({ accepted: false, needs: "approval" });
    const { requested = "" } = await setRole(desk.owner, { ...wanted, reason: REASON });
    await expect(approve(desk.owner, requested)).rejects.toThrow(/another person must decide/);
    expect((await row(await me(ada))).role).toBe("trader");
    await agreed(requested);
    expect(await row(await me(ada))).toMatchObject({ role: "risk", alone: null });
    expect(carried(requested)).toMatchObject([
      { done: true, sentence: "trader of the desk is risk from now on." },
    ]);
    const noted = () =>
      desk.stage.rig.told("person_noted").filter(({ detail }) => detail.includes(requested));
    await expect.poll(noted, SOON).toHaveLength(1);
    expect(await desk.owner.trpc.approvals.get.query({ approvalId: requested })).toMatchObject({
      state: "applied",
      ending: { carried: { done: true } },
    });
  });

  test("is lowered, and a person suspended, at once by one owner", async () => {
    const ada = await desk.stage.person("risk");
    const userId = await idOf(ada);
    expect(await setRole(desk.owner, { userId, role: "viewer" })).toMatchObject({ accepted: true });
    const input = { userId, reason: "left the desk today" };
    const sure = await confirmed(desk.stage, desk.owner, { path: "people.suspend", input });
    expect(await sure.people.suspend.mutate(input)).toMatchObject({ accepted: true });
    expect(await row(await meOf(userId))).toMatchObject({ role: "viewer", suspended: true });
  });

  test("of somebody who changed meanwhile is not what was agreed", async () => {
    const ada = await desk.stage.person("trader");
    const userId = await idOf(ada);
    const { requested = "" } = await setRole(desk.owner, { userId, role: "risk", reason: REASON });
    await approve(desk.other, requested);
    await desk.stage.sql(`update identity."user" set role = 'ops' where id = '${userId}'`);
    await expect(apply(desk.owner, requested)).rejects.toThrow(
      /It was made on version trader, active/,
    );
    expect((await row(await me(ada))).role).toBe("ops");
  });

  test("reactivating somebody who may more than look takes another person", async () => {
    const ada = await desk.stage.person("risk");
    const userId = await idOf(ada);
    const email = await me(ada);
    await desk.stage.sql(`update identity."user" set "suspendedAt" = now() where id = '${userId}'`);
    const input = { userId, reason: REASON };
    const sure = await confirmed(desk.stage, desk.owner, { path: "people.reactivate", input });
    const { requested = "" } = await sure.people.reactivate.mutate(input);
    expect(await row(email)).toMatchObject({ suspended: true });
    await agreed(requested);
    expect(await row(email)).toMatchObject({ suspended: false });
  });
});

async function meOf(userId: string): Promise<string> {
  const [found] = await desk.stage.sql(`select email from identity."user" where id = '${userId}'`);
  return String(found?.["email"]);
}

describe("what an agreement makes once", () => {
  test("an invitation's link is made by whoever asked, once, after others agreed", async () => {
    const whom = { email: "bo@desk.test", name: "Bo", role: "risk" as const };
    const invite = async (who: ConsoleClient, reason?: string) => {
      const input = { ...whom, ...(reason === undefined ? {} : { reason }) };
      const sure = await confirmed(desk.stage, who, { path: "people.invite", input });
      return sure.people.invite.mutate(input);
    };
    expect(await invite(desk.owner)).toMatchObject({ accepted: false, needs: "approval" });
    const { requested = "" } = await invite(desk.owner, REASON);
    await agreed(requested);
    expect(await invite(desk.other)).toMatchObject({ accepted: false, needs: "approval" });
    const waiting = async (who: ConsoleClient) => (await who.trpc.people.list.query()).agreed;
    const hours = (at: number) => Math.round((at - Date.now()) / 3_600_000);
    const [listed] = await waiting(desk.owner);
    expect(listed).toMatchObject({ ...whom, approvalId: requested });
    expect(hours(listed?.fetchBy ?? 0)).toBe(24);
    expect(await waiting(desk.other), "it is fetched by whoever asked").toEqual([]);
    const { link = "" } = await invite(desk.owner);
    expect(await waiting(desk.owner)).toEqual([]);
    expect(await invite(desk.owner)).toMatchObject({ accepted: false, needs: "approval" });
    const token = link.split("#")[1] ?? "";
    const body = { token, name: "Bo", password: PASSWORD };
    expect((await enter(desk.stage, "/join", { body })).status).toBe(200);
    expect(await row("bo@desk.test")).toMatchObject({ role: "risk", alone: null });
  });

  test("a viewer is invited by one owner, and a key that only reads or stops is made by one person", async () => {
    const input = { email: "cy@desk.test", name: "Cy", role: "viewer" as const };
    const sure = await confirmed(desk.stage, desk.owner, { path: "people.invite", input });
    expect(await sure.people.invite.mutate(input)).toMatchObject({
      link: expect.any(String) as string,
    });
    const key = { name: "lamp", scopes: ["read" as const, "stop" as const], days: 7 };
    const again = await confirmed(desk.stage, desk.owner, { path: "keys.create", input: key });
    expect(await again.keys.create.mutate(key)).toMatchObject({ accepted: true });
  });

  test("a key that may act on positions is made once another agreed, and its successor lasts no longer", async () => {
    const trader = await desk.stage.person("trader");
    const key = { name: "bot", scopes: ["trade" as const], days: 7 };
    const create = async (reason?: string) => {
      const input = { ...key, ...(reason === undefined ? {} : { reason }) };
      const sure = await confirmed(desk.stage, trader, { path: "keys.create", input });
      return sure.keys.create.mutate(input);
    };
    expect(await create()).toMatchObject({ accepted: false, needs: "approval" });
    const { requested = "" } = await create(REASON);
    expect(await approve(desk.other, requested)).toMatchObject({ accepted: true });
    expect(await apply(trader, requested)).toMatchObject({ accepted: true });
    await expect.poll(() => carried(requested), SOON).toHaveLength(1);
    const waiting = (who: ConsoleClient) => who.trpc.keys.agreed.query();
    expect(await waiting(trader)).toMatchObject([{ ...key, approvalId: requested }]);
    expect(await waiting(desk.other)).toEqual([]);
    expect(await create()).toMatchObject({ secret: expect.stringMatching(/^ilk_/) as string });
    expect(await waiting(trader)).toEqual([]);
    expect(await create()).toMatchObject({ accepted: false, needs: "approval" });
    const [made] = await trader.trpc.keys.list.query();
    const input = { id: made?.id ?? "", overlapHours: 0 };
    const sure = await confirmed(desk.stage, trader, { path: "keys.rotate", input });
    expect(await sure.keys.rotate.mutate(input)).toMatchObject({ accepted: true });
    const good = (await trader.trpc.keys.list.query()).filter(({ state }) => state === "good");
    expect(good.map(({ expiresAt }) => expiresAt)).toEqual([made?.expiresAt]);
  });
});

describe("somebody who is alone", () => {
  test("W10 makes a second person after the cooling-off with another passkey, who is nobody's other person for a day", async () => {
    const before = desk;
    const stage = await EdgeStage.withLadder({ journalsPeople: true });
    try {
      desk = { ...before, stage, owner: await stage.person("owner") };
      await leftByAnother();
      await secondPerson();
    } finally {
      desk = before;
      await stage.close();
    }
  });

  /** Whoever suspends the others is not alone by that. */
  async function leftByAnother(): Promise<void> {
    const [dee, cy] = [await desk.stage.person("owner"), await desk.stage.person("viewer")];
    const userId = await idOf(dee);
    const input = { userId, reason: REASON };
    const sure = await confirmed(desk.stage, desk.owner, { path: "people.suspend", input });
    expect(await sure.people.suspend.mutate(input)).toMatchObject({ accepted: true });
    const promotion = { userId: await idOf(cy), role: "risk", reason: REASON } as const;
    const { requested = "" } = await setRole(desk.owner, promotion);
    await expect(approve(desk.owner, requested, "another of ")).rejects.toThrow(
      /another person must decide/,
    );
    await desk.owner.trpc.approvals.cancel.mutate({
      commandId: randomUUID(),
      approvalId: requested,
    });
    await desk.stage.sql(`
      update identity."user" set "lostRoleAt" = now() - interval '8 days' where id = '${userId}'`);
  }

  async function secondPerson(): Promise<void> {
    const bo = await desk.stage.person("viewer");
    const promotion = { userId: await idOf(bo), role: "risk" as const };
    const { sentence, needs, alone } = await setRole(desk.owner, promotion);
    expect({ needs, alone }).toEqual({ needs: "approval", alone: true });
    expect(sentence).toContain(
      "nobody else on the desk could give it: you may yourself, after a cooling-off of 30 minutes and with another passkey",
    );
    const { requested = "" } = await setRole(desk.owner, { ...promotion, reason: REASON });
    await expect(approve(desk.owner, requested, "another of ")).rejects.toThrow(
      /after the cooling-off/,
    );
    desk.stage.rig.pass(30 * 60_000);
    await desk.stage.rig.durable();
    await expect(approve(desk.owner, requested)).rejects.toThrow(/another passkey/);
    expect(await approve(desk.owner, requested, "another of ")).toMatchObject({ accepted: true });
    expect(await apply(desk.owner, requested)).toMatchObject({ accepted: true });
    await expect.poll(() => carried(requested), SOON).toHaveLength(1);
    expect(desk.stage.rig.told("approval_applied").at(-1)).toMatchObject({ fourEyes: false });
    expect(await row(await me(bo))).toMatchObject({ role: "risk", alone: await idOf(desk.owner) });

    const baseVersion = desk.stage.rig.state.limits?.version ?? 0;
    const ask = { kind: "limits" as const, baseVersion, values: { maxOpenOrders: "25" } };
    const { made = "" } = await desk.owner.trpc.approvals.request.mutate({
      commandId: randomUUID(),
      ask,
      reason: REASON,
    });
    await expect(approve(bo, made), "with from when on").rejects.toThrow(
      /counts from \d\d:\d\d:\d\d ET on \d{4}-\d\d-\d\d on, by the database's clock and once you hold a passkey/,
    );
    expect((await seen(desk.owner, made, "waiting")).later).toEqual([
      expect.stringMatching(
        /^The approval of viewer of the desk \(risk\) counts from [\d:]{8} ET on \S+ on, once they hold a passkey/,
      ),
    ]);
    const userId = await idOf(bo);
    await desk.stage.sql(`
      update identity."user" set "raisedAloneAt" = now() - interval '25 hours' where id = '${userId}'`);
    expect((await seen(desk.owner, made, "waiting")).later).toEqual([
      "The approval of viewer of the desk (risk) counts once they hold a passkey of their own.",
    ]);
    await expect(approve(bo, made), "without a passkey of their own").rejects.toThrow(/alone/);
    await desk.stage.sql(`
      insert into identity.passkey (id, "userId", name, "publicKey", counter, transports, "backedUp")
        values ('p-${userId}', '${userId}', 'own', '', 0, '{}', false)`);
    expect(await approve(bo, made)).toMatchObject({ accepted: true });
    expect((await seen(desk.owner, made, "approved")).decisions).toMatchObject([{ tied: true }]);
  }
});

describe("a crash between the journal and the database", () => {
  /** The edge comes back where the consoles know it. */
  let served = 0;
  const port = () => served;
  const stop = () => {
    served = Number(new URL(desk.stage.url).port);
    return desk.stage.stopEdge();
  };

  /** An agreed role that the engine applies while no edge runs. */
  async function appliedWithoutEdge(): Promise<{ id: string; email: string }> {
    const ada = await desk.stage.person("trader");
    const email = await me(ada);
    const { requested: id = "" } = await setRole(desk.owner, {
      userId: await idOf(ada),
      role: "risk",
      reason: REASON,
    });
    await approve(desk.other, id);
    const ownerId = await idOf(desk.owner);
    const standing = { [await idOf(desk.other)]: "owner" };
    await stop();
    const request = desk.stage.rig.state.approvals.live.find((one) => one.id === id);
    const body = {
      kind: "apply_approval" as const,
      approvalId: id,
      seenHash: request?.proposedHash ?? "",
      standing,
    };
    const stepUp = { credentialId: "k", at: Date.now(), actionHash: "" };
    desk.stage.rig.give({
      kind: "command",
      hostAt: Date.now(),
      command: {
        commandId: commandId(randomUUID()),
        actor: { userId: ownerId, name: "owner", role: "owner", stepUp },
        via: "console",
        body,
      },
    });
    await desk.stage.rig.durable();
    expect(desk.stage.rig.state.approvals.due.map((one) => one.id)).toEqual([id]);
    return { id, email };
  }

  test("before the act leaves it due, and the next start carries it out", async () => {
    const { id, email } = await appliedWithoutEdge();
    expect((await row(email)).role).toBe("trader");
    await desk.stage.startEdge(port());
    await expect.poll(() => carried(id), SOON).toHaveLength(1);
    expect((await row(email)).role).toBe("risk");
    expect(desk.stage.rig.state.approvals.due).toEqual([]);
  });

  test("after the act, before its report, does nothing twice, and loses no word of it", async () => {
    const { id, email } = await appliedWithoutEdge();
    const [due] = desk.stage.rig.state.approvals.due;
    if (due === undefined) throw new Error("nothing is due");
    const pool = createPool({
      connectionString: desk.stage.databaseUrl,
      applicationName: "test",
      schema: "identity",
    });
    const first = await inTransaction(pool, (client) => carryOutAct(client, () => undefined, due));
    await pool.end();
    await desk.stage.sql(`update identity."user" set role = 'viewer' where email = '${email}'`);
    await desk.stage.startEdge(port());
    await expect.poll(() => carried(id), SOON).toMatchObject([{ sentence: first.sentence }]);
    // Somebody lowered them since: what was agreed before is not done again.
    expect((await row(email)).role).toBe("viewer");
  });
});
