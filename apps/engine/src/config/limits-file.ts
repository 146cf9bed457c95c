/** Defaults and ceilings of every limit, and the limits below the account's, per environment. */
export const LIMITS_FILE = "config/risk_limits.toml";
