import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { buildBundles } from "./processes/bundles.ts";
import { Stage } from "./processes/stage.ts";
import { LAST_HALF_HOUR, SYMBOLS } from "./processes/markets.ts";
import { orderStory, venueStory } from "./processes/order-story.ts";
import { cpSync } from "node:fs";
const bundles = buildBundles();
test.each([0, 1, 2, 3])("try %i", { timeout: 600000 }, async (i) => {
  const stage = await Stage.open({ bundles, symbols: SYMBOLS, venueArgs: LAST_HALF_HOUR });
  try {
    await stage.startEngine();
    await stage.untilDayIsOver();
    const s = await stage.summary();
    writeFileSync(`/tmp/o-${i}.txt`, orderStory(stage.dataDir).lines.join("\n"));
    writeFileSync(
      `/tmp/v-${i}.txt`,
      venueStory(await stage.venue.truth(), stage.dataDir).lines.join("\n"),
    );
    console.log(s.text, orderStory(stage.dataDir).hash);
    cpSync(stage.dataDir, `/tmp/d-${i}`, { recursive: true, filter: (p) => !p.endsWith(".sock") });
    console.log(stage.engine.program.stderr.join("\n"));
  } finally {
    await stage.close();
  }
});
