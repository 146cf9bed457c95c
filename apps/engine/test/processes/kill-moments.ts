import type { Stage } from "./stage.ts";

/**
 * When an engine is killed: once the tape has come so far; while the venue has an order of which the engine has not
 * heard; while it starts.
 */
export type KillMoment =
  | { readonly kind: "at_event"; readonly event: number }
  | { readonly kind: "order_unanswered" }
  | { readonly kind: "starting" };

/** Held back so long, an answer is still on its way when the kill comes. */
const HELD_BACK_MS = 1_500;

/** Waits for the moment and kills the running engine. An engine must be running, or be starting for "starting". */
export async function killAtMoment(stage: Stage, moment: KillMoment): Promise<void> {
  const { venue, engine } = stage;
  switch (moment.kind) {
    case "at_event":
      await stage.until(`event ${moment.event}`, async () => {
        const { events_sent: sent, finished } = await venue.tape();
        return finished || sent >= moment.event;
      });
      break;
    case "order_unanswered": {
      const before = (await venue.truth()).orders.length;
      await venue.faults({ delayResponsesMs: HELD_BACK_MS });
      await stage.until("an order whose answer is held back", async () => {
        const [{ orders }, { finished }] = await Promise.all([venue.truth(), venue.tape()]);
        return finished || orders.length > before;
      });
      break;
    }
    case "starting":
      await stage.until("a starting engine", async () => {
        const seen = await engine.status().catch(() => null);
        return seen !== null && !seen.recovered;
      });
  }
  await engine.kill();
  await venue.faults({ delayResponsesMs: 0 });
}
