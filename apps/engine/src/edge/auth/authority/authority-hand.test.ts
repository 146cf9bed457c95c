import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fullLadder } from "../../../../test/approval-rig.ts";
import { agreeing, REASON, SOON } from "../../../../test/edge/agreeing.ts";
import { confirmed } from "../../../../test/edge/confirmed.ts";
import type { ConsoleClient } from "../../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../../test/edge/edge-stage.ts";
import { settings } from "../../../../test/rig.ts";

let stage: EdgeStage;
let owner: ConsoleClient;
let other: ConsoleClient;

beforeAll(async () => {
  stage = await EdgeStage.open({ journalsPeople: true });
  stage.rig.ready({ settings: settings({ approvals: fullLadder() }) });
  await stage.startEdge();
  [owner, other] = [await stage.person("owner"), await stage.person("owner")];
});
afterAll(() => stage.close());

const { me, row, idOf, approve, apply, setRole, carried, agreed } = agreeing(() => ({
  stage,
  owner,
  other,
}));

describe("an agreed act that the database refuses", () => {
  test("is tried again until it is done and told of meanwhile, and the others go on", async () => {
    const [ada, bo] = [await stage.person("trader"), await stage.person("trader")];
    const stuck = await idOf(ada);
    await stage.sql(`
      create function identity.refuse_it() returns trigger language plpgsql as
        $$ begin raise exception 'refused by a rule of the database'; end $$;
      create trigger refuse_it before update on identity."user"
        for each row when (new.id = '${stuck}') execute function identity.refuse_it()`);
    const ask = async (userId: string) =>
      (await setRole(owner, { userId, role: "risk", reason: REASON })).requested ?? "";
    const first = await ask(stuck);
    await approve(other, first);
    await apply(owner, first);
    await agreed(await ask(await idOf(bo)));
    expect(await row(await me(bo))).toMatchObject({ role: "risk" });
    expect(carried(first)).toEqual([]);
    const alerts = () =>
      stage.told.filter((told) => told.kind === "finding" && told.sentence.includes(first));
    await expect.poll(alerts, { ...SOON, timeout: 20_000 }).toHaveLength(1);
    expect(alerts()).toMatchObject([
      { sentence: expect.stringContaining("refused by a rule of the database") as string },
    ]);
    await stage.sql(`drop trigger refuse_it on identity."user"`);
    await expect.poll(() => carried(first), { ...SOON, timeout: 25_000 }).toHaveLength(1);
    expect(await row(await me(ada))).toMatchObject({ role: "risk" });
  }, 90_000);
});

describe("a lost passkey", () => {
  const reset = async (input: { userId: string; reason?: string }) => {
    const sure = await confirmed(stage, owner, { path: "people.resetPasskeys", input });
    return sure.people.resetPasskeys.mutate(input);
  };
  const withPasskey = (userId: string) =>
    stage.sql(`
      insert into identity.passkey (id, "userId", name, "publicKey", counter, transports, "backedUp")
        values ('p-${userId}', '${userId}', 'lost', '', 0, '{}', false)`);

  const withPasswordAndCode = (userId: string) =>
    stage.sql(`
      insert into identity.account (id, "accountId", "providerId", "userId", password)
        values ('a-${userId}', '${userId}', 'credential', '${userId}', 'x');
      insert into identity.totp ("userId", secret, "confirmedAt") values ('${userId}', 'x', now())`);

  test("is not replaced where a password alone would then do", async () => {
    const userId = await idOf(await stage.person("risk"));
    await withPasskey(userId);
    expect(await reset({ userId, reason: REASON })).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("no password with a code generator") as string,
    });
  });

  test("stays where its owner has removed the code generator since others agreed to remove it", async () => {
    const userId = await idOf(await stage.person("risk"));
    await withPasskey(userId);
    await withPasswordAndCode(userId);
    const { requested = "" } = await reset({ userId, reason: REASON });
    expect(await approve(other, requested)).toMatchObject({ accepted: true });
    await stage.sql(`delete from identity.totp where "userId" = '${userId}'`);
    expect(await apply(owner, requested)).toMatchObject({ accepted: true });
    await expect
      .poll(() => carried(requested), SOON)
      .toMatchObject([
        {
          done: false,
          sentence: expect.stringContaining("no password with a code generator") as string,
        },
      ]);
    const kept = await stage.sql(`select id from identity.passkey where "userId" = '${userId}'`);
    expect(kept).toHaveLength(1);
  });

  test("is removed by an owner with another's approval: the sessions of its owner end, and nobody else's", async () => {
    const ada = await stage.person("risk");
    const userId = await idOf(ada);
    await withPasskey(userId);
    await withPasswordAndCode(userId);
    expect(await reset({ userId })).toMatchObject({ accepted: false, needs: "approval" });
    const { requested = "" } = await reset({ userId, reason: REASON });
    await agreed(requested);
    expect(await stage.sql(`select id from identity.passkey where "userId" = '${userId}'`)).toEqual(
      [],
    );
    await expect(ada.trpc.session.me.query()).rejects.toThrow("Sign in first");
    expect(await other.trpc.session.me.query()).toMatchObject({ role: "owner" });
  });
});
