import { expect, test } from "vitest";
import { dataFolder } from "./env.ts";
import { ownCommand } from "./own-command.ts";

test("a command that a person is told to type reaches this product, whatever its data folder", () => {
  expect(ownCommand(dataFolder(undefined), "kill --mode cancel")).toBe(
    "./interlock kill --mode cancel",
  );
  expect(ownCommand("/srv/desk", "resume")).toBe("./interlock resume --data-dir /srv/desk");
  expect(ownCommand("/srv/my desk's", "stop")).toBe(
    `./interlock stop --data-dir '/srv/my desk'\\''s'`,
  );
});
