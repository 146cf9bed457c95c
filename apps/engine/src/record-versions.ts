import type { EngineRecord } from "./record.ts";

/**
 * The version of the journal's format in which each kind of record came. A kind that is missing here does not
 * compile; one that came after the newest version raises `JOURNAL_FORMAT`, so that no older program ever takes a
 * journal for whole whose records it does not know.
 */
export const RECORD_SINCE: Readonly<Record<EngineRecord["kind"], number>> = {
  engine_started: 1,
  recovered: 1,
  account_adopted: 1,
  day_opened: 1,
  bar_closed: 1,
  signal_generated: 1,
  order_approved: 1,
  order_denied: 1,
  order_advanced: 1,
  fill_booked: 1,
  external_order_seen: 1,
  limits_changed: 1,
  trading_held: 1,
  hold_released: 1,
  trading_resumed: 1,
  kill_requested: 1,
  kill_advanced: 1,
  kill_closes_requested: 1,
  command_answered: 1,
  reconciled: 1,
  break_opened: 1,
  break_changed: 2,
  break_adopted: 2,
  break_closed: 1,
  corporate_action_announced: 2,
  corporate_action_effective: 2,
  corporate_action_booked: 2,
  corporate_action_ended: 2,
  charge_booked: 1,
  positions_marked: 1,
  equity_marked: 1,
  connection_changed: 1,
  projection_lag_changed: 1,
  guard_tripped: 1,
  stop_fired: 1,
  stop_blocked: 1,
  stop_ended: 1,
  entry_released: 1,
  strategy_disabled: 1,
  alert_raised: 1,
};
