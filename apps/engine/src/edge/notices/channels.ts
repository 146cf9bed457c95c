import { createHmac } from "node:crypto";
import { IncomingWebhook } from "@slack/webhook";
import { createTransport } from "nodemailer";
import type { Notice } from "./notice.ts";
import type { NoticeTargets } from "./notice-targets.ts";

/** A way to people. `send` resolves once the other side has taken the notice, and rejects with why it has not. */
export interface NoticeChannel {
  readonly name: "e-mail" | "slack" | "webhook";
  send(notice: Notice): Promise<void>;
}

const SEND_MS = 10_000;

/** Opens the channels that are configured; `consoleUrl` is where people go on. */
export function openChannels(targets: NoticeTargets, consoleUrl: string): readonly NoticeChannel[] {
  const { mail, slack, webhook } = targets;
  return [
    ...(mail === null ? [] : [mailChannel(mail, consoleUrl)]),
    ...(slack === null ? [] : [slackChannel(slack.url, consoleUrl)]),
    ...(webhook === null ? [] : [webhookChannel(webhook, consoleUrl)]),
  ];
}

function mailChannel(
  { url, from, to }: NonNullable<NoticeTargets["mail"]>,
  consoleUrl: string,
): NoticeChannel {
  const transport = createTransport(
    { url, connectionTimeout: SEND_MS, socketTimeout: SEND_MS },
    { from, to },
  );
  return {
    name: "e-mail",
    send: async ({ title, text }) => {
      const body = `${text}\n\n${pageOf(consoleUrl)}\n`;
      await transport.sendMail({ subject: `Interlock: ${oneLine(title)}`, text: body });
    },
  };
}

function slackChannel(url: string, consoleUrl: string): NoticeChannel {
  const webhook = new IncomingWebhook(url, { timeout: SEND_MS });
  return {
    name: "slack",
    send: async ({ title, text }) => {
      await webhook.send(`*${escaped(title)}*\n${escaped(text)}\n${pageOf(consoleUrl)}`);
    },
  };
}

/**
 * A request of JSON whose time and content are signed: `x-interlock-signature` is `sha256=` and the HMAC of
 * `<x-interlock-timestamp>.<body>` in hexadecimal. The receiver refuses an old time, so that none is replayed.
 */
function webhookChannel(
  { url, secret }: NonNullable<NoticeTargets["webhook"]>,
  consoleUrl: string,
): NoticeChannel {
  return {
    name: "webhook",
    send: async (notice) => {
      const body = JSON.stringify({ ...notice, page: pageOf(consoleUrl) });
      const at = String(Date.now());
      const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-interlock-timestamp": at,
          "x-interlock-signature": `sha256=${signature}`,
        },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(SEND_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered ${response.status}`);
    },
  };
}

function pageOf(consoleUrl: string): string {
  return `${consoleUrl}/approvals`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

/** Slack reads these as markup. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
