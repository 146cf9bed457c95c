import { afterAll, beforeAll, expect, test } from "vitest";
import { EdgeStage } from "../../../../test/edge/edge-stage.ts";
import { type MailServer, startMailServer } from "../../../../test/edge/mail-server.ts";
import { enter } from "../../../../test/edge/newcomer.ts";
import { NO_TARGETS } from "../../notices/notice-targets.ts";

let stage: EdgeStage;
let mail: MailServer;

beforeAll(async () => {
  mail = await startMailServer();
  stage = await EdgeStage.open();
  stage.rig.ready();
  const target = { url: mail.url, from: "engine@desk.test", to: "people@desk.test" };
  stage.notices = { ...NO_TARGETS, mail: target };
  await stage.startEdge();
});
afterAll(async () => {
  await stage.close();
  mail.close();
});

/** The text of a mail with its soft line ends joined. */
const plain = (text = "") => text.replaceAll("=\n", "").replaceAll("=3D", "=");

test("an invitation is mailed to whom it is for, and its link stands nowhere else", async () => {
  const owner = await stage.person("owner");
  const whom = { email: "bo@desk.test", name: "Bo", role: "trader" } as const;
  const answer = await owner.trpc.people.invite.mutate(whom);
  expect(answer).toMatchObject({ accepted: true });
  expect(answer.link).toBeUndefined();
  const [letter] = mail.mails.map(plain);
  expect(letter).toContain("To: Bo <bo@desk.test>");
  const token = /\/join#(\S+)/.exec(letter ?? "")?.[1] ?? "";
  expect(token.length).toBeGreaterThan(20);
  expect(JSON.stringify([answer, stage.told])).not.toContain(token);
  const body = { token, name: "Bo", password: "four words for bo's desk" };
  expect((await enter(stage, "/join", { body })).status).toBe(200);
  expect((await enter(stage, "/join", { body })).status).toBe(403);
});

test("a mail server that does not answer leaves the link with the owner, to hand over", async () => {
  await stage.stopEdge();
  const gone = { url: "smtp://127.0.0.1:1", from: "engine@desk.test", to: "people@desk.test" };
  stage.notices = { ...NO_TARGETS, mail: gone };
  await stage.startEdge();
  const owner = await stage.person("owner");
  const whom = { email: "cy@desk.test", name: "Cy", role: "viewer" } as const;
  const answer = await owner.trpc.people.invite.mutate(whom);
  expect(answer.sentence).toContain("did not take the invitation");
  expect(answer.link).toContain("/join#");
});
