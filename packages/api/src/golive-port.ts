import type { z } from "zod";
import type { Actor } from "./actor.ts";
import type { CommandReceipt } from "./command-receipt.ts";
import type * as input from "./golive-input.ts";
import type { GoLiveView } from "./view/golive-view.ts";

type Command<I extends z.ZodType> = (command: z.infer<I>, actor: Actor) => Promise<CommandReceipt>;

/** What the contract needs of an engine on the way to live trading and back. */
export interface GoLivePort {
  golive(): GoLiveView;
  readonly goliveVote: Command<typeof input.vote>;
  /** Asks others to agree; once they did, the request is applied like every other. */
  readonly goliveDeclare: Command<typeof input.declare>;
  readonly goliveAbort: Command<typeof input.launch>;
  readonly goliveDemote: Command<typeof input.launch>;
  readonly goliveCloseRehearsal: Command<typeof input.closeRehearsal>;
  readonly goliveWaive: Command<typeof input.waive>;
  readonly goliveApproveWaiver: Command<typeof input.approveWaiver>;
  readonly goliveOpenEvidence: Command<typeof input.openEvidence>;
  readonly goliveReadRunbook: Command<typeof input.runbook>;
  readonly goliveDrill: Command<typeof input.drill>;
  readonly goliveAttest: Command<typeof input.attest>;
}
