import { createHmac } from "node:crypto";
import { IncomingWebhook } from "@slack/webhook";
import { createTransport } from "nodemailer";
import { DeliveryFailure, failureOfMail, failureOfStatus } from "./delivery-failure.ts";
import { datedText, type Notice } from "./notice.ts";
import type { NoticeTargets } from "./notice-targets.ts";

/**
 * A way to people. `send` resolves once the other side has taken the notice, and rejects with why it has not: a
 * `DeliveryFailure` where it is known whether another attempt makes sense.
 */
export interface NoticeChannel {
  readonly name: "e-mail" | "slack" | "webhook";
  send(notice: Notice): Promise<void>;
}

const SEND_MS = 10_000;

/** What notices say of where they come from. */
export interface NoticeOrigin {
  /** Where people go on. */
  readonly consoleUrl: string;
  /** The journal's name: with a notice's id it names the notice for ever, also after a restore. */
  readonly journal: () => string;
}

/** Opens the channels that are configured. */
export function openChannels(
  { mail, slack, webhook }: NoticeTargets,
  origin: NoticeOrigin,
): readonly NoticeChannel[] {
  return [
    ...(mail === null ? [] : [mailChannel(mail, origin)]),
    ...(slack === null ? [] : [slackChannel(slack.url, origin)]),
    ...(webhook === null ? [] : [webhookChannel(webhook, origin)]),
  ];
}

/** The same for each attempt at a notice, so that a receiver knows one that it has. */
function nameOf({ id }: Notice, { journal }: NoticeOrigin): string {
  return `${journal()}-${id}`;
}

function mailChannel(
  { url, from, to }: NonNullable<NoticeTargets["mail"]>,
  origin: NoticeOrigin,
): NoticeChannel {
  const transport = createTransport(
    { url, connectionTimeout: SEND_MS, greetingTimeout: SEND_MS, socketTimeout: SEND_MS },
    { from, to },
  );
  return {
    name: "e-mail",
    send: async (notice) => {
      const mail = {
        subject: `Interlock: ${oneLine(notice.title)}`,
        text: `${datedText(notice)}\n\n${pageOf(origin)}\n`,
        messageId: `<${nameOf(notice, origin)}@interlock>`,
      };
      await transport.sendMail(mail).catch((error: unknown) => {
        throw failureOfMail(error);
      });
    },
  };
}

function slackChannel(url: string, origin: NoticeOrigin): NoticeChannel {
  const webhook = new IncomingWebhook(url, { timeout: SEND_MS, fetch: fetchOrFail });
  return {
    name: "slack",
    send: async (notice) => {
      try {
        const text = escaped(datedText(notice));
        await webhook.send(`*${escaped(notice.title)}*\n${text}\n${pageOf(origin)}`);
      } catch (error) {
        throw ownFailure(error);
      }
    },
  };
}

/** Asks as `fetch` does, and fails with what the status means: the client would keep neither it nor `Retry-After`. */
async function fetchOrFail(...asked: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...asked);
  if (response.ok) return response;
  await response.body?.cancel();
  throw failureOfStatus(response.status, response.headers.get("retry-after"), Date.now());
}

/** The failure inside what a client wrapped it in; the secret address is in none of ours. */
function ownFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (error instanceof Error && "original" in error) return ownFailure(error.original);
  return new DeliveryFailure(error instanceof Error ? error.message : String(error));
}

/**
 * A request of JSON whose time and content are signed: `x-interlock-signature` is `sha256=` and the HMAC of
 * `<x-interlock-timestamp>.<body>` in hexadecimal. The receiver refuses an old time, so that none is replayed.
 * `at` in the body is when it was, which may be long before (Unix ms, the venue's time; null where it cannot be read).
 * `idempotency-key` is the same for each attempt at a notice, also after a crash.
 */
function webhookChannel(
  { url, secret }: NonNullable<NoticeTargets["webhook"]>,
  origin: NoticeOrigin,
): NoticeChannel {
  return {
    name: "webhook",
    send: async (notice) => {
      const body = JSON.stringify({ ...notice, page: pageOf(origin) });
      const at = String(Date.now());
      const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
      const response = await fetchOrFail(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": nameOf(notice, origin),
          "x-interlock-timestamp": at,
          "x-interlock-signature": `sha256=${signature}`,
        },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(SEND_MS),
      });
      await response.body?.cancel();
    },
  };
}

function pageOf({ consoleUrl }: NoticeOrigin): string {
  return `${consoleUrl}/approvals`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

/** Slack reads these as markup. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
