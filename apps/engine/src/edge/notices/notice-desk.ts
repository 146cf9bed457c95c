import { randomInt } from "node:crypto";
import type { Actor } from "@interlock/api/actor";
import type { EnginePort } from "@interlock/api/engine-port";
import type { NoticeAnswer, NoticesView } from "@interlock/api/view/notices-view";
import type { Evidence } from "@interlock/core/golive/evidence";
import { UNTOLD_MAX } from "../../operator/notices/notice-book.ts";
import type { PersonEvent } from "../../records/person-record.ts";
import { commandActor } from "../auth/command-actor.ts";
import { type NoticeChannel, type NoticeOrigin, openChannels } from "./channels.ts";
import type { Delivery, LaneStatus } from "./lane.ts";
import type { NoticeTargets } from "./notice-targets.ts";
import { type LeftUntold, Notifier } from "./notifier.ts";

/** What the desk works with. */
export interface NoticeDeskParts {
  readonly targets: NoticeTargets;
  readonly origin: NoticeOrigin;
  readonly afterSeq: number;
  readonly leftFrom: LeftUntold;
  readonly note: (noted: PersonEvent) => void;
  /** Raises an alert on screen. */
  readonly found: (sentence: string) => void;
  readonly measured: (evidence: Omit<Evidence, "measuredAt">) => void;
  readonly build: () => string;
  readonly now: () => number;
}

/** How each channel does; `silent`: it gave a notice up, and has delivered none since. */
export type NoticesStatus = readonly (LaneStatus & { readonly silent: boolean })[];

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
  /** Channels that gave a notice up and have delivered none since: one alert each is enough. */
  readonly #silent = new Set<string>();

  constructor(parts: NoticeDeskParts) {
    this.#parts = parts;
    this.#channels = openChannels(parts.targets, parts.origin);
    const { afterSeq, leftFrom } = parts;
    this.notifier = new Notifier({
      channels: this.#channels,
      afterSeq,
      leftFrom,
      told: (delivery) => this.#receive(delivery),
      channelsChanged: (channels, since) => this.#openedNoted(channels, since),
      dropped: (channel, count) => this.#droppedNoted(channel, count),
    });
  }

  /** How each channel does, for whoever looks at the console. */
  status(): NoticesStatus {
    return this.notifier
      .status()
      .map((lane) => ({ ...lane, silent: this.#silent.has(lane.channel) }));
  }

  /** The channels and what became of their latest notice. */
  view(): NoticesView {
    return {
      channels: this.#channels.map(({ name }) => ({
        name,
        ...this.#workOf(name),
        last: this.#last.get(name) ?? null,
        acknowledged: this.#tests.some((one) => one.channel === name && one.acknowledged),
      })),
    };
  }

  #workOf(name: string): Pick<NoticesView["channels"][number], "waiting" | "failing"> {
    const lane = this.notifier.status().find(({ channel }) => channel === name);
    return { waiting: lane?.waiting ?? 0, failing: lane?.why ?? "" };
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
      const text = `${actor.name} sent this test of critical alerts. Acknowledge it on the page Settings with the code ${code}.`;
      const title = "Test of critical alerts";
      return { id: `test-${at}-${channel}`, kind: "test", title, text, at };
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

  #openedNoted(channels: readonly string[], afterSeq: number): void {
    const detail = channels.length === 0 ? "none" : channels.join(" and ");
    const event = "notice_channels_changed";
    this.#parts.note({ ...BY_ENGINE, event, about: String(afterSeq), channels, detail });
  }

  /** The alert goes first: after a crash between the two it is raised again, and never lost. */
  #droppedNoted(channel: NoticeChannel["name"], dropped: number): void {
    const cause = `more than ${UNTOLD_MAX} waited to be told`;
    this.#parts.found(
      `${dropped} notice(s) were dropped and never sent by ${channel}, because ${cause}. Read what happened in the audit trail, and check the channel on the page Settings.`,
    );
    const detail = `${dropped} by ${channel}, because ${cause}`;
    const event = "notices_dropped";
    this.#parts.note({ ...BY_ENGINE, event, about: null, channels: [channel], dropped, detail });
  }

  #receive({ channel, notice, delivered, attempts, why }: Delivery): void {
    this.#followSilence({ channel, notice, delivered, why });
    const times = attempts === 1 ? "" : ` after ${attempts} attempts`;
    this.#last.set(channel, { at: this.#parts.now(), title: notice.title, delivered, why });
    const detail = delivered
      ? `${notice.title} by ${channel}${times}`
      : `${notice.title} by ${channel}: ${why}`;
    const event = delivered ? "notice_delivered" : "notice_failed";
    this.#parts.note({ ...BY_ENGINE, event, about: notice.id, channels: [channel], detail });
  }

  #followSilence({ channel, notice, delivered, why }: Omit<Delivery, "attempts">): void {
    if (delivered) this.#silent.delete(channel);
    else if (!this.#silent.has(channel)) {
      this.#silent.add(channel);
      this.#parts.found(
        `A notice could not be delivered by ${channel}: ${notice.title} (${why}). Check the channel on the page Settings, and send a test.`,
      );
    }
  }

  #note(actor: Actor, event: PersonEvent["event"], detail: string): void {
    const { userId: byId, name: by, role, from = {} } = commandActor(actor);
    this.#parts.note({ event, by, byId, role, about: null, from, detail });
  }
}

const BY_ENGINE = { by: "engine", byId: null, role: null, from: {} } as const;

function no(sentence: string): NoticeAnswer {
  return { accepted: false, sentence };
}
