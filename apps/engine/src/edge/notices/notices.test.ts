import { createHmac } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import type { Evidence } from "@interlock/core/golive/evidence";
import { startMailServer } from "../../../test/edge/mail-server.ts";
import { type HookAnswer, HookReceiver, type Posted } from "../../../test/notices/hook-receiver.ts";
import { ENDED_REQUEST, notedOf } from "../../../test/notices/notice-records.ts";
import type { EngineRecord, JournalEntry } from "../../record.ts";
import { emptyNoticeBook, followNotices } from "../../operator/notices/notice-book.ts";
import type { PersonEvent } from "../../records/person-record.ts";
import { openChannels } from "./channels.ts";
import { NoticeDesk } from "./notice-desk.ts";
import type { Delivery } from "./lane.ts";
import { noticesOf } from "./notice.ts";
import { NO_TARGETS, type NoticeTargets, noticeTargets } from "./notice-targets.ts";
import { type LeftUntold, Notifier } from "./notifier.ts";

const SECRET = "a secret of the receiver";
const ORIGIN = { consoleUrl: "https://console.test", journal: () => "j7" };
/** 14:03:05 in New York, and years ago. */
const AT = Date.UTC(2013, 9, 7, 18, 3, 5);
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A web server that refuses as often as it is told to, with a status and headers, and then takes what comes. */
async function webServer(
  refusals = 0,
  refusal: HookAnswer = { status: 503 },
): Promise<HookReceiver> {
  let left = refusals;
  const receiver = await HookReceiver.open(() => {
    left -= 1;
    return left >= 0 ? refusal : { status: 200 };
  });
  closers.push(() => receiver.close());
  return receiver;
}

/** Somebody is told by e-mail, Slack and webhook, each with a server of its own. */
async function allChannels() {
  const mail = await startMailServer();
  closers.push(() => mail.close());
  const [slack, hook] = [await webServer(), await webServer()];
  const told = notifier({
    mail: { url: mail.url, from: "engine@desk.test", to: "people@desk.test" },
    slack: { url: slack.url },
    webhook: { url: hook.url, secret: SECRET },
  });
  return { mail, slack, hook, ...told };
}

function entry(seq: number, ...records: EngineRecord[]): JournalEntry {
  return { v: 5, seq, input: seq, time: AT, records };
}

const critical: EngineRecord = {
  kind: "alert_raised",
  severity: "critical",
  sentence: "The venue refuses our key <b>.",
};

/** The state and the journal as the edge has followed them. */
class Followed implements LeftUntold {
  #book = emptyNoticeBook();
  readonly #entries: JournalEntry[] = [];

  take(entry: JournalEntry): JournalEntry {
    this.#book = followNotices(this.#book, entry);
    this.#entries.push(entry);
    return entry;
  }

  channels = () => this.#book.channels.map(({ name }) => name);
  dropped = (channel: string) =>
    this.#book.channels.find(({ name }) => name === channel)?.dropped ?? 0;
  of = (channel: string) => {
    const left = this.#book.channels.find(({ name }) => name === channel)?.untold ?? [];
    const told = this.#entries.flatMap((entry) => noticesOf(entry));
    return told.filter(({ id }) => left.some((mark) => mark.id === id));
  };
}

function notifier(
  targets: Partial<NoticeTargets>,
  backoffMs: readonly number[] = [1, 1, 1],
  followed = new Followed(),
) {
  const receipts: Delivery[] = [];
  const opened: { channels: readonly string[]; afterSeq: number }[] = [];
  const made = new Notifier({
    leftFrom: followed,
    channelsChanged: (channels, afterSeq) => opened.push({ channels, afterSeq }),
    channels: openChannels({ ...NO_TARGETS, ...targets }, ORIGIN),
    afterSeq: 5,
    told: (delivery) => receipts.push(delivery),
    backoffMs,
  });
  closers.push(() => made.close());
  return { made, receipts, opened };
}

test("a critical alert goes out by e-mail, Slack and webhook, each once, with a receipt", async () => {
  const { mail, slack, hook, made, receipts } = await allChannels();
  made.take(entry(5, critical));
  made.take(entry(6, critical, { ...critical, severity: "warning" }));
  await expect.poll(() => receipts.length).toBe(3);
  expect(receipts.map(({ delivered, notice }) => [delivered, notice.id])).toEqual(
    Array.from({ length: 3 }, () => [true, "6.0"]),
  );
  expect(mail.mails).toHaveLength(1);
  expect(mail.mails[0]).toContain("Subject: Interlock: Critical alert");
  expect(slack.taken).toHaveLength(1);
  expect(slack.taken[0]?.body).toContain("&lt;b&gt;");
  expect(hook.taken).toHaveLength(1);
});

test("every channel says when it was, however late it is told", async () => {
  const { mail, slack, hook, made, receipts } = await allChannels();
  made.take(entry(6, critical));
  await expect.poll(() => receipts.length, { timeout: 20_000 }).toBe(3);
  const when = "This was at 2013-10-07 14:03:05 ET.";
  expect(mail.mails[0]).toContain(when);
  expect(slack.taken[0]?.body).toContain(when);
  expect(JSON.parse(hook.taken[0]?.body ?? "{}")).toMatchObject({ at: AT });
});

test("a webhook's time and content are signed, so that its receiver believes nobody else", async () => {
  const hook = await webServer();
  const { made, receipts } = notifier({ webhook: { url: hook.url, secret: SECRET } });
  made.take(entry(6, critical));
  await expect.poll(() => receipts.length).toBe(1);
  const nothing: Omit<Posted, "status"> = { headers: {}, body: "" };
  const { headers, body } = hook.taken[0] ?? nothing;
  const at = String(headers["x-interlock-timestamp"]);
  const signature = createHmac("sha256", SECRET).update(`${at}.${body}`).digest("hex");
  expect(headers["x-interlock-signature"]).toBe(`sha256=${signature}`);
  expect(JSON.parse(body)).toMatchObject({ id: "6.0", kind: "alert" });
  expect(headers["idempotency-key"]).toBe("j7-6.0");
});

test("a channel that fails is tried again, holds up no other, and is given up with its reason", async () => {
  const [shaky, dead, sound] = [await webServer(2), await webServer(1_000), await webServer()];
  const first = notifier({
    webhook: { url: shaky.url, secret: SECRET },
    slack: { url: sound.url },
  });
  first.made.take(entry(6, critical));
  await expect.poll(() => first.receipts.map(({ attempts }) => attempts).sort()).toEqual([1, 3]);
  const second = notifier({ webhook: { url: dead.url, secret: SECRET } });
  second.made.take(entry(6, critical));
  await expect
    .poll(() => second.receipts[0])
    .toMatchObject({ delivered: false, attempts: 4, why: "it answered 503" });
});

test("of a flood only the latest wait, and each that was dropped has a receipt", async () => {
  const dead = await webServer(100_000);
  const { made, receipts } = notifier({ webhook: { url: dead.url, secret: SECRET } }, [60_000]);
  for (let seq = 6; seq < 206; seq++) made.take(entry(seq, critical));
  await expect.poll(() => receipts.length).toBe(100);
  expect(new Set(receipts.map(({ why }) => why))).toEqual(new Set(["too many notices waited"]));
});

test("what the other side refuses for good is not sent again", async () => {
  const hook = await webServer(1, { status: 404 });
  const { made, receipts } = notifier({ webhook: { url: hook.url, secret: SECRET } });
  made.take(entry(6, critical));
  await expect.poll(() => receipts).toMatchObject([{ delivered: false, attempts: 1 }]);
  const slack = await webServer(1, { status: 404 });
  const second = notifier({ slack: { url: slack.url } });
  second.made.take(entry(6, critical));
  await expect
    .poll(() => second.receipts)
    .toMatchObject([{ delivered: false, attempts: 1, why: "it answered 404" }]);
});

test.each(["slack", "webhook"] as const)(
  "%s that asks for a pause gets it, whatever waits, and then the notice",
  async (name) => {
    const server = await webServer(1, { status: 429, headers: { "retry-after": "1" } });
    const target = { url: server.url, secret: SECRET };
    const { made, receipts } = notifier({ [name]: target });
    const from = performance.now();
    made.take(entry(6, critical));
    made.take(entry(7, critical));
    await expect.poll(() => receipts.length, { timeout: 5_000 }).toBe(2);
    expect(performance.now() - from).toBeGreaterThan(950);
    expect(receipts).toMatchObject([{ attempts: 2 }, { attempts: 1 }]);
  },
);

test("a notice that waits for its next attempt holds up none behind it, and alerts go first", async () => {
  const hook = await webServer(1);
  const { made, receipts } = notifier({ webhook: { url: hook.url, secret: SECRET } }, [60_000]);
  made.take(entry(6, ENDED_REQUEST));
  await expect.poll(() => made.status()).toMatchObject([{ failures: 1, waiting: 1 }]);
  made.take(entry(7, ENDED_REQUEST));
  made.take(entry(8, critical));
  await expect.poll(() => receipts.map(({ notice }) => notice.id)).toEqual(["8.0", "7.0"]);
  expect(made.status()).toMatchObject([{ channel: "webhook", waiting: 1 }]);
});

test("what a run before left untold is told under the same name, and nothing twice that has a receipt", async () => {
  const hook = await webServer();
  const target = { webhook: { url: hook.url, secret: SECRET } };
  const followed = new Followed();
  const opened = notedOf("notice_channels_changed", "0", "webhook");
  const told = notedOf("notice_delivered", "2.0", "webhook");
  const givenUp = notedOf("notice_failed", "3.1", "webhook");
  const untold = [critical, ENDED_REQUEST];
  followed.take(entry(1, opened));
  followed.take(entry(2, ...untold));
  const { made, receipts, opened: changed } = notifier(target, [1], followed);
  made.take(followed.take(entry(3, ...untold)));
  made.take(followed.take(entry(4, told, givenUp)));
  expect(receipts).toEqual([]);
  made.take(followed.take(entry(5)));
  made.take(followed.take(entry(6, critical)));
  await expect.poll(() => receipts.length).toBe(3);
  expect(hook.taken.map(({ headers }) => headers["idempotency-key"])).toEqual([
    "j7-3.0",
    "j7-6.0",
    "j7-2.1",
  ]);
  expect(changed).toEqual([]);
});

test("a channel that is new brings what came since it was opened, and no old news", async () => {
  const hook = await webServer();
  const { made, receipts, opened } = notifier({ webhook: { url: hook.url, secret: SECRET } });
  made.take(entry(4, critical));
  made.take(entry(5, critical));
  made.take(entry(6, critical));
  await expect.poll(() => receipts.map(({ notice }) => notice.id)).toEqual(["6.0"]);
  expect(opened).toEqual([{ channels: ["webhook"], afterSeq: 5 }]);
  const next = new Followed();
  for (const seq of [4, 5, 6]) next.take(entry(seq, critical));
  next.take(entry(7, notedOf("notice_channels_changed", "5", "webhook")));
  expect(next.of("webhook").map(({ id }) => id)).toEqual(["6.0"]);
});

test("a notice that could not be delivered is one alert on screen until the channel works again", async () => {
  const hook = await webServer(2, { status: 400 });
  const found: string[] = [];
  const desk = new NoticeDesk({
    targets: { ...NO_TARGETS, webhook: { url: hook.url, secret: SECRET } },
    origin: ORIGIN,
    afterSeq: 0,
    leftFrom: new Followed(),
    note: () => undefined,
    found: (sentence) => found.push(sentence),
    measured: () => undefined,
    build: () => "build",
    now: () => 1_000,
  });
  closers.push(() => desk.notifier.close());
  desk.notifier.take(entry(1, critical));
  desk.notifier.take(entry(2, critical));
  await expect.poll(() => desk.status()).toMatchObject([{ waiting: 0, silent: true }]);
  expect(found).toEqual([expect.stringContaining("could not be delivered by webhook")]);
  desk.notifier.take(entry(3, critical));
  await expect.poll(() => desk.status()).toMatchObject([{ failures: 0, silent: false }]);
});

test("a test alert proves the gate only once its codes came back from two channels", async () => {
  const [slack, hook] = [await webServer(), await webServer()];
  const noted: PersonEvent[] = [];
  const measured: Omit<Evidence, "measuredAt">[] = [];
  const desk = new NoticeDesk({
    targets: { mail: null, slack: { url: slack.url }, webhook: { url: hook.url, secret: SECRET } },
    origin: ORIGIN,
    afterSeq: 0,
    leftFrom: new Followed(),
    found: () => undefined,
    note: (event) => noted.push(event),
    measured: (evidence) => measured.push(evidence),
    build: () => "build",
    now: () => 1_000,
  });
  closers.push(() => desk.notifier.close());
  const session = { id: "s", ip: null, device: null };
  const ada = {
    userId: "u1",
    name: "Ada",
    email: "a@b.c",
    role: "ops",
    by: "session",
    session,
  } as const;
  desk.test(ada);
  await expect.poll(() => noted.length).toBe(2);
  const code = ({ taken }: HookReceiver) => /code (\d{6})/.exec(taken[0]?.body ?? "")?.[1] ?? "";
  expect(desk.acknowledge("000000", ada)).toMatchObject({ accepted: false });
  expect(desk.acknowledge(code(slack), ada)).toMatchObject({ accepted: true });
  expect(desk.acknowledge(code(slack), ada)).toMatchObject({ accepted: true });
  expect(measured).toEqual([]);
  desk.acknowledge(code(hook), ada);
  expect(measured).toEqual([expect.objectContaining({ name: "alerts", passed: true, by: "Ada" })]);
  expect(noted.map(({ event }) => event)).toContain("notice_acknowledged");
});

test("a target of which a part is missing is none, and no secret is in what the others say", () => {
  expect(noticeTargets({ INTERLOCK_SMTP_URL: "smtp://mail.test" }).mail).toBeNull();
  expect(noticeTargets({ INTERLOCK_WEBHOOK_URL: "https://hook.test" }).webhook).toBeNull();
});
