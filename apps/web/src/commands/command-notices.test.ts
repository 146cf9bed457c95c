import { expect, test } from "vitest";
import { currentNotices, dismissNotice, type EarlierTry, runCommand } from "./command-notices.ts";

const answer = (accepted: boolean, sentence: string) => async () => ({ accepted, sentence });
const shown = () => currentNotices().map(({ title, tone }) => `${title}: ${tone}`);

function clear(): void {
  for (const { id } of currentNotices()) dismissNotice(id);
}

test("a new try of a form takes the refusal of the one before away", async () => {
  clear();
  const tries: EarlierTry = { current: null };
  await runCommand("Set the password", answer(false, "The present password is another."), tries);
  expect(shown()).toEqual(["Set the password: critical"]);
  await runCommand("Set the password", answer(true, "The password is set."), tries);
  expect(shown()).toEqual(["Set the password: ok"]);
});

test("a refusal stays beside what another control has done since, of the same name too", async () => {
  clear();
  await runCommand("Cancel BUY 1 SPY", answer(false, "The venue rejected it."));
  await runCommand("Cancel BUY 1 SPY", answer(true, "Sent."));
  expect(shown()).toEqual(["Cancel BUY 1 SPY: critical", "Cancel BUY 1 SPY: ok"]);
});
