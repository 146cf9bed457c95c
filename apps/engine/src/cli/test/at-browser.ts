import { expect, vi } from "vitest";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { CONSOLE_URL, type EdgeStage } from "../../../test/edge/edge-stage.ts";
import { addPasskey, stepUp, withStepUp } from "../../../test/edge/newcomer.ts";
import { SoftPasskey } from "../../../test/edge/soft-passkey.ts";
import type { Ended } from "./product.ts";
import { type RunningCommand, startCommand } from "./command-line.ts";
import { seenRunning } from "./seen-running.ts";

const SOON = { timeout: 20_000, interval: 50 };

/** Somebody at a browser, with the passkey by which they allow what a command line asks for. */
export interface Allower {
  readonly browser: ConsoleClient;
  readonly passkey: SoftPasskey;
}

/** Gives a person a passkey at their browser. */
export async function withOwnPasskey(browser: ConsoleClient): Promise<Allower> {
  const passkey = new SoftPasskey(CONSOLE_URL);
  await addPasskey(browser, passkey);
  return { browser, passkey };
}

/** Signs a person with a new passkey in at the command line of a stage. */
export async function signedIn(stage: EdgeStage, browser: ConsoleClient): Promise<Allower> {
  const person = await withOwnPasskey(browser);
  seenRunning(stage);
  await allowed(startCommand("sign-in", "--data-dir", stage.dataDir), person);
  return person;
}

/** The code that a waiting command shows. */
export async function codeOf(command: RunningCommand): Promise<string> {
  const find = () => /must show the code (\S+)\./.exec(command.stderr)?.[1] ?? "";
  await vi.waitFor(() => expect(find()).not.toBe(""), SOON);
  return find();
}

/** Allows what asks by a code, at a browser, with the person's passkey. */
export async function allow({ browser, passkey }: Allower, userCode: string): Promise<void> {
  const { seenHash } = await browser.trpc.devices.find.query({ userCode });
  const input = { userCode, seenHash };
  const stepUpId = await stepUp(browser, passkey, { path: "devices.allow", input });
  const { body } = await withStepUp(browser, stepUpId)("devices.allow", input);
  expect(body).toMatchObject({ result: { data: { accepted: true } } });
}

/** Allows what a running command waits for; resolves with the command's end. */
export async function allowed(command: RunningCommand, person: Allower): Promise<Ended> {
  await allow(person, await codeOf(command));
  return command.ended;
}
