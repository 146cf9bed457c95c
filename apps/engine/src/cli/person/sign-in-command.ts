import type { Command } from "commander";
import { createTRPCClient, httpLink } from "@trpc/client";
import { z } from "zod";
import type { AppRouter } from "@interlock/api/app-router";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { demandRunning } from "../running-product.ts";
import { clientName, cliHeaders, postAuth } from "./edge-post.ts";
import { devicePage } from "./person-client.ts";
import { dropSession, keepSession, readSession } from "./session-file.ts";
import { waitFor } from "./wait-for.ts";

/** Adds `sign-in` and `sign-out`. */
export function addSignInCommands(program: Command, run: RunCommand): void {
  program
    .command("sign-in")
    .description("sign a person in at this command line, allowed by them at a browser")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) => run(flags, signIn));
  program
    .command("sign-out")
    .description("end the session of this command line")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) => run(flags, signOut));
}

const begun = z.object({ secret: z.string(), code: z.string() });
const finished = z.object({ signedIn: z.boolean() });

async function signIn({ env, terminal }: CommandContext): Promise<number> {
  const { engineUrl } = demandRunning(env.dataDir);
  const body = { client: clientName() };
  const asked = await postAuth(engineUrl, { path: "/device/begin", body });
  const { secret, code } = begun.parse(asked.body);
  terminal.note(`Allow it where you are signed in: ${devicePage(env.consoleUrl, code)}`);
  terminal.note(`The page must show the code ${code}. Waiting for 5 minutes.`);
  const entered = await waitFor(async () => {
    const answer = await postAuth(engineUrl, { path: "/device/finish", body: { secret } });
    return finished.parse(answer.body).signedIn ? answer : null;
  });
  if (entered === null) throw new CommandFailure("Nobody allowed it in time: begin again.");
  const { cookie } = entered;
  const me = await who(engineUrl, cookie);
  keepSession(env.dataDir, { cookie, name: me.name });
  terminal.print(
    `${me.name} (${me.role}) is signed in at this command line, for 12 hours at most.`,
  );
  terminal.result({ name: me.name, role: me.role });
  return EXIT.ok;
}

function who(engineUrl: string, cookie: string) {
  const headers = cliHeaders(cookie);
  const trpc = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${engineUrl}/trpc`, headers })],
  });
  return trpc.session.me.query();
}

async function signOut({ env, terminal }: CommandContext): Promise<number> {
  const session = readSession(env.dataDir);
  if (session === null) throw new CommandFailure("Nobody is signed in at this command line.");
  const { engineUrl } = demandRunning(env.dataDir);
  await postAuth(engineUrl, { path: "/sign-out", body: {}, cookie: session.cookie });
  dropSession(env.dataDir);
  terminal.print(`${session.name} is signed out.`);
  terminal.result({ name: session.name });
  return EXIT.ok;
}
