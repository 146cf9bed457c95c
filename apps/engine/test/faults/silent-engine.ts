import { STRATEGIES } from "@interlock/core/strategy/registry";

/**
 * The engine as it is, with a fault in a built-in strategy: the first one never returns from its first bar. A program
 * of its own, for whoever calls it does not get on either.
 */
const [faulty] = STRATEGIES;
Object.assign(faulty ?? {}, {
  start: () => ({
    ok: true,
    value: {
      state: {},
      onBar: () => {
        for (;;);
      },
      status: () => ({ phase: "ready", text: "", target: 0 }),
    },
  }),
});

await import("../../src/main.ts");
