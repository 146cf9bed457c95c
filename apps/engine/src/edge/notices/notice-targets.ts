import { z } from "zod";
import { isLoopback } from "./is-loopback.ts";

/** Where notices go, with their secrets: from the environment alone, never from a file of the configuration. */
export interface NoticeTargets {
  readonly mail: { readonly url: string; readonly from: string; readonly to: string } | null;
  readonly slack: { readonly url: string } | null;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
}

const HTTPS = "must be an address with https; http is for this machine alone";
const webAddress = z
  .string()
  .refine((text) => URL.canParse(text) && (text.startsWith("https://") || isLoopback(text)), {
    error: HTTPS,
  })
  .optional();

const SECRET_LENGTH_MIN = 16;

/** The variables that say where notices go. */
export const NOTICE_VARIABLES = {
  INTERLOCK_SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:\/\//.test(text) && URL.canParse(text), {
      error: "must be an address such as smtps://user:password@mail.example.com:465",
    })
    .optional(),
  INTERLOCK_NOTICE_FROM: z.string().optional(),
  INTERLOCK_NOTICE_TO: z.string().optional(),
  INTERLOCK_SLACK_WEBHOOK_URL: webAddress,
  INTERLOCK_WEBHOOK_URL: webAddress,
  INTERLOCK_WEBHOOK_SECRET: z
    .string()
    .min(SECRET_LENGTH_MIN, { error: `must have at least ${SECRET_LENGTH_MIN} characters` })
    .optional(),
};

type NoticeVariables = Partial<Record<keyof typeof NOTICE_VARIABLES, string | undefined>>;

/** Returns where notices go; a target of which a part is missing is none. */
export function noticeTargets(variables: NoticeVariables): NoticeTargets {
  const {
    INTERLOCK_SMTP_URL: smtp,
    INTERLOCK_NOTICE_FROM: from,
    INTERLOCK_NOTICE_TO: to,
    INTERLOCK_SLACK_WEBHOOK_URL: slack,
    INTERLOCK_WEBHOOK_URL: webhook,
    INTERLOCK_WEBHOOK_SECRET: secret,
  } = variables;
  return {
    mail:
      smtp === undefined || from === undefined || to === undefined ? null : { url: smtp, from, to },
    slack: slack === undefined ? null : { url: slack },
    webhook: webhook === undefined || secret === undefined ? null : { url: webhook, secret },
  };
}

/** Nobody is told. */
export const NO_TARGETS: NoticeTargets = { mail: null, slack: null, webhook: null };
