import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EdgeStage } from "../../../../test/edge/edge-stage.ts";

const SOON = { timeout: 10_000, interval: 20 };

let stage: EdgeStage;

beforeAll(async () => {
  stage = await EdgeStage.open({ journalsPeople: true });
  stage.rig.ready();
  await stage.startEdge();
});
afterAll(() => stage.close());

describe("what the journal is told of people", () => {
  test("is lost and doubled by no crash: it is told again until the journal has it", async () => {
    const note = (noteId: string) => ({
      event: "role_changed" as const,
      by: "Cy",
      byId: "u-cy",
      role: "owner",
      about: "Dee",
      from: {},
      detail: noteId,
    });
    const keep = (id: string) =>
      stage.sql(
        `insert into identity.person_event (id, event) values ('${id}', '${JSON.stringify(note(id))}')`,
      );
    await stage.stopEdge();
    // One whose process died before it was told, and one that died before the row was deleted.
    await keep("n-lost");
    stage.rig.give({ kind: "person_event", noted: { ...note("n-told"), noteId: "n-told" } });
    await stage.rig.durable();
    await keep("n-told");
    await stage.startEdge();
    const left = () => stage.sql("select id from identity.person_event");
    await expect.poll(left, SOON).toEqual([]);
    const told = (id: string) =>
      stage.rig.told("person_noted").filter(({ noteId }) => noteId === id);
    expect([told("n-lost").length, told("n-told").length]).toEqual([1, 1]);
  });

  test("is kept with the change that it tells of: one that fails leaves no note", async () => {
    const ada = await stage.person("viewer");
    const { email } = await ada.trpc.session.me.query();
    await stage.sql(
      `alter table identity.person_event add constraint shut check (false) not valid`,
    );
    const failing = ada.trpc.profile.update.mutate({ name: "Ada", email });
    await expect(failing).rejects.toThrow();
    await stage.sql(`alter table identity.person_event drop constraint shut`);
    const [kept] = await stage.sql(`select name from identity."user" where email = '${email}'`);
    expect(kept).toEqual({ name: "viewer of the desk" });
    await ada.trpc.profile.update.mutate({ name: "Ada", email });
    const changed = stage.rig
      .told("person_noted")
      .filter(({ event }) => event === "profile_changed");
    expect(changed).toMatchObject([{ noteId: expect.any(String) as string }]);
  });

  test("holds the link that is made on the machine for an owner who lost everything, also where nobody uses it", async () => {
    const link = await stage.link();
    expect(link).toContain("/sign-in?token=");
    const made = () =>
      stage.rig.told("person_noted").filter(({ event }) => event === "sign_in_link_made");
    await expect.poll(made, SOON).toMatchObject([{ by: "somebody at this machine" }]);
  });
});
