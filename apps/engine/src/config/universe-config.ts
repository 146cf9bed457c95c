import { sectors, section, tickers } from "./field-schema.ts";

/** The symbols that may be traded at all, in any environment. */
export const UNIVERSE_FILE = "config/universe.json";

/** The schema of config/universe.json. */
export const universeConfig = section({ symbols: tickers(), sectors: sectors() });
