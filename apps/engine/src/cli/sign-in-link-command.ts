import type { Command } from "commander";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "./context.ts";
import { EXIT } from "./exit-code.ts";
import { demandRunning } from "./running-product.ts";
import { userName } from "./user-name.ts";

/** Adds `sign-in-link`. */
export function addSignInLinkCommand(program: Command, run: RunCommand): void {
  program
    .command("sign-in-link")
    .description("print a link that signs the owner in, once, within 15 minutes")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) => run(flags, signInLink));
}

async function signInLink({ env, terminal }: CommandContext): Promise<number> {
  const product = demandRunning(env.dataDir);
  if (product.consoleUrl === null) {
    throw new CommandFailure(
      "Interlock runs without a console, so there is nothing to sign in to.",
    );
  }
  const { createSignInLink } = await import("../edge/auth/sign-in-link.ts");
  try {
    const link = await createSignInLink({
      databaseUrl: product.databaseUrl,
      consoleUrl: product.consoleUrl,
      by: userName(),
    });
    terminal.print(link);
    terminal.result({ signInLink: link });
    return EXIT.ok;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`No sign-in link could be made: ${why}`);
  }
}
