import type { CommandId } from "@interlock/core/ids";
import type { CommandVerdict } from "../operator/command-outcome.ts";
import type { CommandActor, CommandBody, CommandVia } from "../operator/operator-command.ts";
import type { ApprovalRecord } from "./approval-record.ts";
import type { GoLiveRecord } from "./golive-record.ts";
import type { OverrideRecord } from "./override-record.ts";
import type { PersonRecord } from "./person-record.ts";

/** A command with its answer: what it lacked and why it was refused are absent in journals of before. */
type CommandRecord = CommandVerdict & {
  readonly kind: "command_answered";
  readonly commandId: CommandId;
  readonly actor: CommandActor;
  readonly via: CommandVia;
  readonly body: CommandBody;
};

/** What is journaled of what people do and agree to. */
export type OperatorRecord =
  | CommandRecord
  | ApprovalRecord
  | GoLiveRecord
  | OverrideRecord
  | PersonRecord;
