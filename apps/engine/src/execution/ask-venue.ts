import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { askForAssets } from "./assets/ask-assets.ts";
import { askForVolumes } from "./volume/ask-volumes.ts";
import { askForActions } from "./corporate/ask-actions.ts";

/** Asks the venue by the day for what it says of the instruments that we trade. */
export function askOfInstruments(decision: Decision, input: Input): void {
  askForActions(decision, input);
  askForAssets(decision, input);
  askForVolumes(decision, input);
}
