"use client";
import type { OverrideView } from "@interlock/api/view/override-view";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { ObstructedArm } from "../components/gesture/obstructed-arm.tsx";
import { Countdown } from "../limits/expiry/expiry-note.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { restatedText } from "./override-words.ts";

interface UseOverrideProps {
  readonly override: OverrideView;
  readonly done: () => void;
}

/** Sends the order of an override that stands: it is restated, armed by one press and sent by the next. */
export function UseOverride({ override, done }: UseOverrideProps) {
  const client = useTRPCClient();
  const obstacle = useObstacle();
  const { overrideId, symbol, side, quantity, limitPrice } = override;
  const what = restatedText(override);
  const act = () => {
    const terms = { symbol, side, quantity, limitPrice };
    const input = { commandId: newCommandId(), overrideId, ...terms };
    void runCommand(`Send ${what} once`, () => client.overrides.use.mutate(input)).then(done);
  };
  return (
    <div className="override-use" data-testid="override-use">
      <p>
        Granted by <strong>{override.by}</strong> ({override.role}): “{override.reason}”
      </p>
      <p>
        It expires <Countdown at={override.expiresAt} />. Every check is made again when it is sent.
      </p>
      <ObstructedArm
        label={`Send ${what} once`}
        armedLabel={`Confirm: send ${what}`}
        accessibleName={`Send ${what} once`}
        act={act}
        obstacle={obstacle}
      />
    </div>
  );
}

function useObstacle(): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("overrides.use");
  if (refusal !== null) return refusal;
  return alive ? null : "The engine does not answer: nothing can be sent now.";
}
