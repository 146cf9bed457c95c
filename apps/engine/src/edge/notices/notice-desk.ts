import { randomInt } from "node:crypto";
import type { Actor } from "@interlock/api/actor";
import type { EnginePort } from "@interlock/api/engine-port";
import type { NoticeAnswer, NoticesView } from "@interlock/api/view/notices-view";
import type { Evidence } from "@interlock/core/golive/evidence";
import type { PersonEvent } from "../../records/person-record.ts";
import { commandActor } from "../auth/command-actor.ts";
import { type NoticeChannel, openChannels } from "./channels.ts";
import type { NoticeTargets } from "./notice-targets.ts";
import { type Delivery, Notifier } from "./notifier.ts";

/** What the desk works with. */
export interface NoticeDeskParts {
  readonly targets: NoticeTargets;
  readonly consoleUrl: string;
  readonly afterSeq: number;
  readonly note: (noted: PersonEvent) => void;
  readonly measured: (evidence: Omit<Evidence, "measuredAt">) => void;
  readonly build: () => string;
  readonly now: () => number;
}

/** A test alert is acknowledged within this time, and so many channels must be for the gate to live money. */
const TEST_MS = 15 * 60_000;
const CHANNELS_MIN = 2;

interface Test {
  readonly channel: NoticeChannel["name"];
  readonly code: string;
  readonly at: number;
  acknowledged: boolean;
}

/** Tells people who do not look, keeps the receipts, and proves by test alerts that it reaches them. */
export class NoticeDesk {
  readonly notifier: Notifier;
  readonly #parts: NoticeDeskParts;
  readonly #channels: readonly NoticeChannel[];
  readonly #last = new Map<string, NoticesView["channels"][number]["last"]>();
  #tests: Test[] = [];

  constructor(parts: NoticeDeskParts) {
    this.#parts = parts;
    this.#channels = openChannels(parts.targets, parts.consoleUrl);
    const { afterSeq } = parts;
    const told = (delivery: Delivery): void => this.#receive(delivery);
    this.notifier = new Notifier({ channels: this.#channels, afterSeq, told });
  }

  /** The channels and what became of their latest notice. */
  view(): NoticesView {
    return {
      channels: this.#channels.map(({ name }) => ({
        name,
        last: this.#last.get(name) ?? null,
        acknowledged: this.#tests.some((one) => one.channel === name && one.acknowledged),
      })),
    };
  }

  /** Sends a critical test alert by every channel, each with a code of its own. */
  test(actor: Actor): NoticeAnswer {
    if (this.#channels.length === 0)
      return no(
        "No channel is configured: set INTERLOCK_SMTP_URL, INTERLOCK_SLACK_WEBHOOK_URL or INTERLOCK_WEBHOOK_URL.",
      );
    const at = this.#parts.now();
    this.#tests = [];
    this.notifier.tell((channel) => {
      const code = String(randomInt(100_000, 1_000_000));
      this.#tests.push({ channel, code, at, acknowledged: false });
      const text = `${actor.name} sent this test of critical alerts. Acknowledge it on the page Approvals with the code ${code}.`;
      return { id: `test-${at}-${channel}`, kind: "test", title: "Test of critical alerts", text };
    });
    return {
      accepted: true,
      sentence: `A test is on its way by ${this.#channels.length} channel(s).`,
    };
  }

  /** Somebody has the code that one channel brought: it reaches people. */
  acknowledge(code: string, actor: Actor): NoticeAnswer {
    const now = this.#parts.now();
    const test = this.#tests.find((one) => one.code === code && now - one.at <= TEST_MS);
    if (test === undefined)
      return no("No test of the last 15 minutes has this code: send a new one.");
    test.acknowledged = true;
    this.#note(actor, "notice_acknowledged", `test by ${test.channel}`);
    const done = this.#tests.filter((one) => one.acknowledged).map(({ channel }) => channel);
    if (done.length < CHANNELS_MIN)
      return { accepted: true, sentence: `The test by ${test.channel} is acknowledged.` };
    this.#parts.measured({
      name: "alerts",
      build: this.#parts.build(),
      passed: true,
      value: `${done.length} channels`,
      sentence: `A critical test alert was acknowledged on ${done.join(" and ")}.`,
      by: actor.name,
      source: `test of ${new Date(test.at).toISOString()}`,
    });
    return {
      accepted: true,
      sentence: `Acknowledged on ${done.join(" and ")}: alerts reach people.`,
    };
  }

  /** What the API serves of it. */
  port(): Pick<EnginePort, "notices" | "testNotices" | "acknowledgeNotice"> {
    return {
      notices: () => this.view(),
      testNotices: (actor) => this.test(actor),
      acknowledgeNotice: (code, actor) => this.acknowledge(code, actor),
    };
  }

  #receive({ channel, notice, delivered, attempts, why }: Delivery): void {
    const times = attempts === 1 ? "" : ` after ${attempts} attempts`;
    this.#last.set(channel, { at: this.#parts.now(), title: notice.title, delivered, why });
    const detail = delivered
      ? `${notice.title} by ${channel}${times}`
      : `${notice.title} by ${channel}: ${why}`;
    this.#parts.note({
      event: delivered ? "notice_delivered" : "notice_failed",
      by: "engine",
      byId: null,
      role: null,
      about: notice.id,
      from: {},
      detail,
    });
  }

  #note(actor: Actor, event: PersonEvent["event"], detail: string): void {
    const { userId: byId, name: by, role, from = {} } = commandActor(actor);
    this.#parts.note({ event, by, byId, role, about: null, from, detail });
  }
}

function no(sentence: string): NoticeAnswer {
  return { accepted: false, sentence };
}
