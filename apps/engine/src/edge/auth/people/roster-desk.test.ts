import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@interlock/api/view/scalars";
import type { ConsoleClient } from "../../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../../test/edge/edge-stage.ts";
import { enter } from "../../../../test/edge/newcomer.ts";
import type { PersonEvent } from "../../../records/person-record.ts";

const REASON = "they come back to the desk";
const NOBODY = "nobody-of-that-id";

let stage: EdgeStage;
let owner: ConsoleClient;

beforeAll(async () => {
  ({ stage, owner } = await EdgeStage.withOwner());
});
afterAll(() => stage.close());

const idOf = async (who: ConsoleClient) => (await who.trpc.session.me.query()).userId;

async function somebody(role: Role = "trader") {
  const client = await stage.person(role);
  return { client, userId: await idOf(client) };
}

const found = async (userId: string) =>
  (await owner.trpc.people.list.query()).people.find((one) => one.userId === userId);

/** What the edge told the trading thread to journal of people, of one kind. */
const noted = (event: PersonEvent["event"]) =>
  stage.told.flatMap((told) =>
    told.kind === "person_event" && told.noted.event === event ? [told.noted] : [],
  );

const givePasskey = (userId: string, name: string) =>
  stage.sql(`
    insert into identity.passkey (id, "userId", name, "publicKey", counter, transports, "backedUp")
      values ('${name}-${userId}', '${userId}', '${name}', '', 0, '{}', false)`);

describe("what an owner asks of somebody who is not here", () => {
  test("is refused, and nothing is journaled", async () => {
    const before = stage.told.filter(({ kind }) => kind === "person_event").length;
    const { people } = owner.trpc;
    const userId = NOBODY;
    const answers = [
      await people.setRole.mutate({ userId, role: "viewer" }),
      await people.suspend.mutate({ userId, reason: REASON }),
      await people.reactivate.mutate({ userId }),
      await people.resetPasskeys.mutate({ userId }),
      await people.endSessions.mutate({ userId }),
    ];
    const [first] = answers;
    expect(first).toMatchObject({ accepted: false, sentence: expect.stringMatching(/\.$/) });
    expect(answers).toEqual(answers.map(() => first));
    expect(stage.told.filter(({ kind }) => kind === "person_event")).toHaveLength(before);
  });
});

describe("an invitation", () => {
  test("that is taken back opens nothing any more, once, and the journal says whose it was", async () => {
    const whom = { email: "late@desk.test", name: "Late", role: "viewer" } as const;
    const { link = "" } = await owner.trpc.people.invite.mutate(whom);
    const { invitations } = await owner.trpc.people.list.query();
    const id = invitations.find(({ email }) => email === whom.email)?.id ?? "";
    expect(await owner.trpc.people.withdrawInvitation.mutate({ id })).toMatchObject({
      accepted: true,
      sentence: expect.stringContaining("is taken back: its link works no more."),
    });
    const token = link.split("#")[1] ?? "";
    const body = { token, name: "Late", password: "four words for late's desk" };
    expect((await enter(stage, "/join", { body })).status).toBe(403);
    expect(await owner.trpc.people.withdrawInvitation.mutate({ id })).toEqual({
      accepted: false,
      sentence: "There is no such invitation any more.",
    });
    expect(noted("invitation_revoked")).toMatchObject([{ by: "owner of the desk", about: "Late" }]);
  });
});

describe("a role", () => {
  test("that somebody has already is not given again", async () => {
    const { userId } = await somebody("trader");
    expect(await owner.trpc.people.setRole.mutate({ userId, role: "trader" })).toEqual({
      accepted: false,
      sentence: "trader of the desk is trader already.",
    });
  });

  test("that one owner raises is remembered as theirs alone, and one that is lowered stays theirs", async () => {
    const { userId } = await somebody("viewer");
    const alone = async () => {
      const [row] = await stage.sql(
        `select "raisedAloneBy" as by from identity."user" where id = '${userId}'`,
      );
      return row?.["by"];
    };
    expect(await alone()).toBeNull();
    await owner.trpc.people.setRole.mutate({ userId, role: "risk" });
    expect(await alone()).toBe(await idOf(owner));
    await owner.trpc.people.setRole.mutate({ userId, role: "trader" });
    expect(await alone()).toBe(await idOf(owner));
    expect(noted("role_changed").slice(-2)).toMatchObject([
      { detail: "risk instead of viewer" },
      { detail: "trader instead of risk" },
    ]);
  });

  test("is not changed by an owner who signed in a while ago and has no passkey", async () => {
    const { client: late } = await somebody("owner");
    const { userId } = await somebody("trader");
    await stage.sql(`
      update identity.session set "createdAt" = now() - interval '16 minutes'
        where "userId" = '${await idOf(late)}'`);
    const refused = {
      accepted: false,
      sentence: expect.stringContaining("you signed in more than 15 minutes ago"),
    };
    const { people } = late.trpc;
    expect(await people.setRole.mutate({ userId, role: "viewer" })).toEqual(refused);
    expect(await people.suspend.mutate({ userId, reason: REASON })).toEqual(refused);
    expect(await found(userId)).toMatchObject({ role: "trader", suspendedAt: null });
    expect(await people.endSessions.mutate({ userId })).toMatchObject({ accepted: true });
  });
});

describe("a suspension", () => {
  test("is no way out for oneself", async () => {
    const userId = await idOf(owner);
    expect(await owner.trpc.people.suspend.mutate({ userId, reason: REASON })).toEqual({
      accepted: false,
      sentence: "Nobody can suspend themselves: another owner must do it.",
    });
  });

  test("is lifted once, by one owner where the whole ladder does not hold, whose doing it stays", async () => {
    const { userId } = await somebody("risk");
    const input = { userId, reason: REASON };
    const { people } = owner.trpc;
    const never = { accepted: false, sentence: "risk of the desk is not suspended." };
    expect(await people.reactivate.mutate(input)).toEqual(never);
    await people.suspend.mutate(input);
    expect(await found(userId)).toMatchObject({ suspendedAt: expect.any(Number), sessions: [] });
    expect(await people.reactivate.mutate(input)).toEqual({
      accepted: true,
      sentence: "risk of the desk may sign in again.",
    });
    expect(await found(userId)).toMatchObject({ suspendedAt: null });
    expect(await people.reactivate.mutate(input)).toEqual(never);
    const rows = `select "raisedAloneBy" as by from identity."user" where id = '${userId}'`;
    expect(await stage.sql(rows)).toEqual([{ by: await idOf(owner) }]);
  });

  test("of a viewer, lifted, makes nobody their elder: they may only look", async () => {
    const { userId } = await somebody("viewer");
    await owner.trpc.people.suspend.mutate({ userId, reason: REASON });
    await owner.trpc.people.reactivate.mutate({ userId });
    const rows = `select "raisedAloneBy" as by from identity."user" where id = '${userId}'`;
    expect(await stage.sql(rows)).toEqual([{ by: null }]);
  });

  test("is not lifted by an owner who signed in a while ago", async () => {
    const { client: late } = await somebody("owner");
    const { userId } = await somebody("trader");
    await owner.trpc.people.suspend.mutate({ userId, reason: REASON });
    await stage.sql(`
      update identity.session set "createdAt" = now() - interval '16 minutes'
        where "userId" = '${await idOf(late)}'`);
    expect(await late.trpc.people.reactivate.mutate({ userId })).toMatchObject({ accepted: false });
    expect((await found(userId))?.suspendedAt).not.toBeNull();
  });
});

describe("passkeys of somebody else", () => {
  test.each([
    [["one"], "1 passkey of"],
    [["one", "two"], "2 passkeys of"],
  ])(
    "%j are removed by one owner where the whole ladder does not hold, with their sessions",
    async (names, said) => {
      const { userId, client } = await somebody("trader");
      for (const name of names) await givePasskey(userId, name);
      const answer = await owner.trpc.people.resetPasskeys.mutate({ userId });
      expect(answer).toEqual({
        accepted: true,
        sentence: `${said} trader of the desk removed, and all their sessions ended.`,
      });
      expect(
        await stage.sql(`select id from identity.passkey where "userId" = '${userId}'`),
      ).toEqual([]);
      await expect(client.trpc.session.me.query()).rejects.toThrow("Sign in first");
    },
  );

  test("are journaled with the reason where one was given", async () => {
    const { userId } = await somebody("trader");
    await givePasskey(userId, "one");
    await owner.trpc.people.resetPasskeys.mutate({ userId, reason: REASON });
    expect(noted("passkeys_reset").map(({ detail }) => detail)).toEqual(["", "", REASON]);
  });

  test("that they do not have, or one's own, are not removed here", async () => {
    const { userId } = await somebody("trader");
    expect(await owner.trpc.people.resetPasskeys.mutate({ userId })).toEqual({
      accepted: false,
      sentence: "trader of the desk has no passkey.",
    });
    const own = await owner.trpc.people.resetPasskeys.mutate({ userId: await idOf(owner) });
    expect(own).toMatchObject({ accepted: false, sentence: expect.stringContaining("Settings") });
  });

  test("stay when an owner asks who signed in a while ago", async () => {
    const { client: late } = await somebody("owner");
    const { userId } = await somebody("trader");
    await givePasskey(userId, "one");
    await stage.sql(`
      update identity.session set "createdAt" = now() - interval '16 minutes'
        where "userId" = '${await idOf(late)}'`);
    const answer = await late.trpc.people.resetPasskeys.mutate({ userId });
    expect(answer).toMatchObject({ accepted: false });
    expect(
      await stage.sql(`select name from identity.passkey where "userId" = '${userId}'`),
    ).toEqual([{ name: "one" }]);
  });
});

test("sessions of somebody are ended, one or all, and none left is said", async () => {
  const { userId, client } = await somebody("trader");
  const end = () => owner.trpc.people.endSessions.mutate({ userId });
  expect((await end()).sentence).toBe("The session of trader of the desk ended.");
  await expect(client.trpc.session.me.query()).rejects.toThrow("Sign in first");
  const before = noted("session_revoked").length;
  expect(await end()).toMatchObject({
    accepted: false,
    sentence: expect.stringContaining("is not signed in anywhere; what their browsers still held"),
  });
  expect(noted("session_revoked")).toHaveLength(before);
});
