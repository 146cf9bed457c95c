import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bought } from "../../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../../test/edge/console-client.ts";
import { CONSOLE_URL, EdgeStage } from "../../../../test/edge/edge-stage.ts";
import { addPasskey, stepUp, withStepUp } from "../../../../test/edge/newcomer.ts";
import { SoftPasskey } from "../../../../test/edge/soft-passkey.ts";

let stage: EdgeStage;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
});
afterAll(() => stage.close());

describe("a confirmation by passkey", () => {
  test("W08 is for one action, once, and for the session that asked", async () => {
    const console = await stage.person("risk");
    const passkey = new SoftPasskey(CONSOLE_URL);
    await addPasskey(console, passkey);
    const action = { path: "kill.resume", input: { reason: "the cause was found" } };
    const call = async (id: string, input: object, by: ConsoleClient = console) =>
      (await withStepUp(by, id)("kill.resume", { commandId: crypto.randomUUID(), ...input }))
        .status;
    const first = await stepUp(console, passkey, action);
    expect(await call(first, { reason: "something else was found" })).toBe(403);
    expect(await call(first, action.input)).toBe(403);
    const second = await stepUp(console, passkey, action);
    const elsewhere = await stage.sessionFor(console);
    expect(await call(second, action.input, elsewhere)).toBe(403);
    const third = await stepUp(console, passkey, action);
    expect(await call(third, action.input)).toBe(200);
    const again = await withStepUp(console, third)("kill.resume", {
      commandId: stage.rig.told("command_answered").at(-1)?.commandId ?? "",
      ...action.input,
    });
    // It was done by the call before: the refusal of the repetition must not deny that.
    expect([again.status, JSON.stringify(again.body)]).toEqual([
      403,
      expect.stringContaining("look whether it was done, or confirm again"),
    ]);
    expect(stage.rig.told("command_answered").at(-1)?.actor).toMatchObject({
      stepUp: {
        credentialId: passkey.name,
        actionHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      from: { session: expect.any(String) as string },
    });
  });

  test("is too old after five minutes", async () => {
    const console = await stage.person("risk");
    const passkey = new SoftPasskey(CONSOLE_URL);
    await addPasskey(console, passkey);
    const action = { path: "kill.resume", input: { reason: "the cause was found" } };
    const id = await stepUp(console, passkey, action);
    await stage.sql(
      `update identity.step_up set at = at - interval '5 minutes' where id = '${id}'`,
    );
    const { status } = await withStepUp(console, id)("kill.resume", {
      commandId: crypto.randomUUID(),
      ...action.input,
    });
    expect(status).toBe(403);
  });

  test("is asked for where a sign-in is long past, and then changes how the person signs in", async () => {
    const console = await stage.person("viewer");
    const { email } = await console.trpc.session.me.query();
    const passkey = new SoftPasskey(CONSOLE_URL);
    await addPasskey(console, passkey);
    await stage.sql(
      `update identity.session set "createdAt" = now() - interval '16 minutes'
       where "userId" = (select id from identity."user" where email = '${email}')`,
    );
    const input = { id: passkey.name };
    expect(await console.trpc.profile.removePasskey.mutate(input)).toMatchObject({
      accepted: false,
      needs: "step_up",
    });
    const id = await stepUp(console, passkey, { path: "profile.removePasskey", input });
    const { body } = await withStepUp(console, id)("profile.removePasskey", input);
    expect(body).toMatchObject({ result: { data: { accepted: true } } });
  });
});
