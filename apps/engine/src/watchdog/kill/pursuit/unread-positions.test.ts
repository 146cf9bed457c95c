import { afterEach, expect, test } from "vitest";
import { position, unreadPosition } from "@interlock/core/kill/test/venue-shows";
import { ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { MemoryVenue, tuesdayAt } from "../test/memory-venue.ts";
import { OutsideEngine } from "../test/outside-engine.ts";
import { abandonAll, pursue } from "../test/pursuits.ts";

afterEach(abandonAll);

function silent(): OutsideEngine {
  const engine = new OutsideEngine();
  engine.answers = false;
  return engine;
}

/** A venue with a position that cannot be read and whose price is another in each answer. */
class MovingVenue extends MemoryVenue {
  #price = 400;

  override positions() {
    this.#price += 1;
    const raw = JSON.stringify({ symbol: "SPY", qty: "many", current_price: this.#price });
    this.unreadPositions = [{ ...unreadPosition("SPY"), raw }];
    return super.positions();
  }
}

test("a position that cannot be read is left by name, and the others are closed", async () => {
  const venue = new MemoryVenue();
  venue.held = [position("IBM", "100")];
  venue.unreadPositions = [unreadPosition("SPY")];
  const { pursuit, until } = pursue({ mode: "flatten" }, venue, silent());
  await until("residual");
  await expect.poll(() => venue.held[0]?.quantity, { timeout: 3_000 }).toBe(ZERO_QUANTITY);
  expect(pursuit.report().residual).toContainEqual(
    expect.objectContaining({ what: "the position in SPY" }),
  );
  venue.unreadPositions = [];
  await until("proven");
});

test("a position that cannot be read hides no engine that does nothing, though its price moves", async () => {
  const venue = new MovingVenue();
  venue.held = [position("IBM", "100")];
  const engine = new OutsideEngine();
  pursue({ mode: "flatten" }, venue, engine);
  const closed = () => venue.held[0]?.quantity;
  await expect.poll(closed, { timeout: 3_000, interval: 2 }).toBe(ZERO_QUANTITY);
  expect(engine.stops).toBe(1);
});

test("an engine stays away while our own closing works, whatever cannot be read beside it", async () => {
  const venue = new MemoryVenue();
  venue.venueAt = tuesdayAt(17);
  venue.held = [position("IBM", "100")];
  venue.unreadPositions = [unreadPosition("SPY")];
  const engine = silent();
  const { pursuit } = pursue({ mode: "flatten" }, venue, engine);
  await expect.poll(() => venue.submitted.length, { timeout: 3_000, interval: 2 }).toBe(1);
  const looks = venue.looks + 5;
  await expect.poll(() => venue.looks, { timeout: 3_000, interval: 2 }).toBeGreaterThan(looks);
  expect([engine.held, engine.stops]).toEqual([true, 1]);
  expect(pursuit.report().residual).toContainEqual(
    expect.objectContaining({ what: "the position in SPY" }),
  );
});
