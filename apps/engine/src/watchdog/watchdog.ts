import { VenueClient } from "@interlock/alpaca/venue-client";
import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import { ok, type Result } from "@interlock/core/result";
import type { Env } from "../config/env.ts";
import type { LoadedConfig } from "../config/load-config.ts";
import { LOOPBACK } from "../config/loopback.ts";
import { runPath } from "../supervisor/run-files.ts";
import { secretKey } from "../supervisor/secret-key.ts";
import { EngineLink } from "./engine-link/engine-link.ts";
import { SilenceWatch } from "./engine-link/silence-watch.ts";
import { KillDesks } from "./kill/kill-desks.ts";
import { KILL_PACE } from "./kill/kill-pace.ts";
import { watchRevocations } from "./kill-revocations.ts";
import { readStandingToken, standingTokenCheck } from "./standing-token.ts";
import { openKillListener } from "./listener/kill-listener.ts";

/** What the watchdog runs with. */
export interface WatchdogOptions {
  readonly env: Env;
  readonly venueEnv: AlpacaEnvironment;
  readonly config: LoadedConfig;
  /** Told what an operator should read in the log. */
  readonly say: (sentence: string) => void;
}

/** A running watchdog. */
export interface Watchdog {
  readonly port: number;
  close(): Promise<void>;
}

const CHECK_MS = 250;

/**
 * Starts the watchdog: it listens for kills, follows the engine's signs of life, and acts when they stop. It needs
 * neither Postgres nor edge nor engine, and has its own way to the venue.
 */
export async function startWatchdog({
  env,
  venueEnv,
  config,
  say,
}: WatchdogOptions): Promise<Result<Watchdog>> {
  const { heartbeatTimeoutMs, cancelsStops } = config.system.watchdog;
  const silence = new SilenceWatch(heartbeatTimeoutMs, performance.now());
  const venue = new VenueClient({ environment: venueEnv, venueNow: () => Date.now() });
  const link = new EngineLink(env.dataDir, (beat) => {
    silence.sign(performance.now());
    desk.heard(beat);
  });
  const desk = new KillDesks({
    dataDir: env.dataDir,
    venue,
    engine: link,
    feed: config.system.feed,
    limits: config.limits.ceilings,
    pace: KILL_PACE,
    environment: env.environment,
    say,
  });
  const places = {
    port: env.watchdogPort,
    host: LOOPBACK,
    socket: runPath(env.dataDir, "watchdog.sock"),
  };
  const listener = await openKillListener(places, (port) => ({
    desk,
    consoleUrl: env.consoleUrl,
    policy: config.system.kill,
    allowedOrigins: [env.consoleUrl, `http://localhost:${port}`, `http://${LOOPBACK}:${port}`],
    scopes: scopesOf(config),
    tokens: {
      key: secretKey(env.dataDir, "kill"),
      revokedAt: watchRevocations(env.dataDir),
      ...standingToken(env, say),
    },
    health: () => ({
      process: "watchdog",
      engineAlive: link.alive(),
      engineSilentMs: Math.round(silence.silentMs(performance.now())),
      latched: desk.latched,
      stage: desk.report()?.stage ?? "none",
    }),
  }));
  if (!listener.ok) {
    desk.close();
    await venue.close();
    return listener;
  }
  void link.follow();
  const timer = setInterval(() => {
    if (silence.check(performance.now()))
      actOnSilence({ desk, timeoutMs: heartbeatTimeoutMs, cancelsStops });
  }, CHECK_MS);
  return ok({
    port: listener.value.port,
    close: async () => {
      clearInterval(timer);
      await listener.value.close();
      desk.close();
      link.close();
      await venue.close();
    },
  });
}

/** Names of the parts that can be killed by themselves. */
function scopesOf({ settings }: LoadedConfig): string[] {
  return [
    ...settings.strategies.map(({ id }) => `strategy:${id}`),
    ...settings.symbols.map((symbol) => `symbol:${symbol}`),
  ];
}

/** A token that cannot be taken is no reason not to start: the other ways to kill remain. */
function standingToken({ dataDir, killToken }: Env, say: (sentence: string) => void) {
  const found = readStandingToken(dataDir, killToken);
  if (found === null) return {};
  if ("token" in found) return { isStanding: standingTokenCheck(found.token) };
  say(`The standing kill token is not taken: ${found.refused}.`);
  return {};
}

function actOnSilence({
  desk,
  timeoutMs,
  cancelsStops,
}: {
  readonly desk: KillDesks;
  readonly timeoutMs: number;
  readonly cancelsStops: boolean;
}): void {
  const at = new Date().toISOString();
  desk.request({
    commandId: `silence-${at}`,
    mode: "cancel",
    includeStops: cancelsStops,
    reason: `the engine's decision loop gave no sign of life for ${timeoutMs / 1_000} s`,
    by: { userId: "watchdog", name: "watchdog", role: "owner" },
    via: "watchdog",
    trigger: "silence",
  });
}
