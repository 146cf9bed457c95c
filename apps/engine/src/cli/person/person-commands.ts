import type { Command } from "commander";
import type { RunCommand } from "../context.ts";
import { addKeysCommand } from "./keys-command.ts";
import { addNoticesCommand } from "./notices-command.ts";
import { addPeopleCommand } from "./people-command.ts";
import { addSignInCommands } from "./sign-in-command.ts";

/** Adds what a person does at the command line under their own name. */
export function addPersonCommands(program: Command, run: RunCommand): void {
  addSignInCommands(program, run);
  addPeopleCommand(program, run);
  addKeysCommand(program, run);
  addNoticesCommand(program, run);
}
