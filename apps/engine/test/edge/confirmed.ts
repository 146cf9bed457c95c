import { createHash, randomUUID } from "node:crypto";
import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@interlock/api/app-router";
import { actionText, STEP_UP_HEADER } from "@interlock/api/people/action-text";
import type { ConsoleClient } from "./console-client.ts";
import type { EdgeStage } from "./edge-stage.ts";

/** An action that a passkey confirms, and which passkey where a test wants another than the person's first. */
interface Confirmation {
  readonly path: string;
  readonly input: object;
  readonly passkey?: string;
}

/** A console with a passkey's confirmation of one action, as it stands once the passkey has signed for it. */
export async function confirmed(
  stage: EdgeStage,
  who: ConsoleClient,
  { path, input, passkey = "passkey of " }: Confirmation,
) {
  const { email } = await who.trpc.session.me.query();
  const id = randomUUID();
  const hash = createHash("sha256").update(actionText(path, input)).digest("hex");
  await stage.sql(`
    insert into identity.step_up (id, "userId", "sessionId", "credentialId", "actionHash", at)
      select '${id}', u.id, s.id, '${passkey}' || u.id, '${hash}', now()
        from identity."user" u join identity.session s on s."userId" = u.id
        where u.email = '${email}'`);
  const headers = { ...who.headers, [STEP_UP_HEADER]: id };
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${stage.url}/trpc`, headers })],
  });
}
