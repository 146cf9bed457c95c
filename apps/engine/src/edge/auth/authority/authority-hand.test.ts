import { describe, expect, test } from "vitest";
import { agreeing, type Desk, ownersDesk, REASON, SOON } from "../../../../test/edge/agreeing.ts";
import { confirmed } from "../../../../test/edge/confirmed.ts";

let desk: Desk;
ownersDesk((opened) => {
  desk = opened;
});

const { me, row, idOf, approve, apply, setRole, carried, agreed } = agreeing(() => desk);

describe("an agreed act that the database refuses", () => {
  test("is tried again until it is done and told of meanwhile, and the others go on", async () => {
    const [ada, bo] = [await desk.stage.person("trader"), await desk.stage.person("trader")];
    const stuck = await idOf(ada);
    await desk.stage.sql(`
      create function identity.refuse_it() returns trigger language plpgsql as
        $$ begin raise exception 'refused by a rule of the database'; end $$;
      create trigger refuse_it before update on identity."user"
        for each row when (new.id = '${stuck}') execute function identity.refuse_it()`);
    const ask = async (userId: string) =>
      (await setRole(desk.owner, { userId, role: "risk", reason: REASON })).requested ?? "";
    const first = await ask(stuck);
    await approve(desk.other, first);
    await apply(desk.owner, first);
    await agreed(await ask(await idOf(bo)));
    expect(await row(await me(bo))).toMatchObject({ role: "risk" });
    expect(carried(first)).toEqual([]);
    const alerts = () =>
      desk.stage.told.filter((told) => told.kind === "finding" && told.sentence.includes(first));
    await expect.poll(alerts, { ...SOON, timeout: 20_000 }).toHaveLength(1);
    expect(alerts()).toMatchObject([
      { sentence: expect.stringContaining("refused by a rule of the database") as string },
    ]);
    await desk.stage.sql(`drop trigger refuse_it on identity."user"`);
    await expect.poll(() => carried(first), { ...SOON, timeout: 25_000 }).toHaveLength(1);
    expect(await row(await me(ada))).toMatchObject({ role: "risk" });
  }, 90_000);
});

describe("a lost passkey", () => {
  const reset = async (input: { userId: string; reason?: string }) => {
    const sure = await confirmed(desk.stage, desk.owner, { path: "people.resetPasskeys", input });
    return sure.people.resetPasskeys.mutate(input);
  };
  const withPasskey = (userId: string) =>
    desk.stage.sql(`
      insert into identity.passkey (id, "userId", name, "publicKey", counter, transports, "backedUp")
        values ('p-${userId}', '${userId}', 'lost', '', 0, '{}', false)`);

  const withPasswordAndCode = (userId: string) =>
    desk.stage.sql(`
      insert into identity.account (id, "accountId", "providerId", "userId", password)
        values ('a-${userId}', '${userId}', 'credential', '${userId}', 'x');
      insert into identity.totp ("userId", secret, "confirmedAt") values ('${userId}', 'x', now())`);

  test("is not replaced where a password alone would then do", async () => {
    const userId = await idOf(await desk.stage.person("risk"));
    await withPasskey(userId);
    expect(await reset({ userId, reason: REASON })).toMatchObject({
      accepted: false,
      sentence: expect.stringContaining("no password with a code generator") as string,
    });
  });

  test("stays where its owner has removed the code generator since others agreed to remove it", async () => {
    const userId = await idOf(await desk.stage.person("risk"));
    await withPasskey(userId);
    await withPasswordAndCode(userId);
    const { requested = "" } = await reset({ userId, reason: REASON });
    expect(await approve(desk.other, requested)).toMatchObject({ accepted: true });
    await desk.stage.sql(`delete from identity.totp where "userId" = '${userId}'`);
    expect(await apply(desk.owner, requested)).toMatchObject({ accepted: true });
    await expect
      .poll(() => carried(requested), SOON)
      .toMatchObject([
        {
          done: false,
          sentence: expect.stringContaining("no password with a code generator") as string,
        },
      ]);
    const kept = await desk.stage.sql(
      `select id from identity.passkey where "userId" = '${userId}'`,
    );
    expect(kept).toHaveLength(1);
  });

  test("is removed by an owner with another's approval: the sessions of its owner end, and nobody else's", async () => {
    const ada = await desk.stage.person("risk");
    const userId = await idOf(ada);
    await withPasskey(userId);
    await withPasswordAndCode(userId);
    expect(await reset({ userId })).toMatchObject({ accepted: false, needs: "approval" });
    const { requested = "" } = await reset({ userId, reason: REASON });
    await agreed(requested);
    expect(
      await desk.stage.sql(`select id from identity.passkey where "userId" = '${userId}'`),
    ).toEqual([]);
    await expect(ada.trpc.session.me.query()).rejects.toThrow("Sign in first");
    expect(await desk.other.trpc.session.me.query()).toMatchObject({ role: "owner" });
  });
});
