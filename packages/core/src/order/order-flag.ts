/**
 * Something about an order that its normal life does not explain. A flag stays for ever; the engine alerts and blocks
 * the symbol until the books are reconciled.
 *
 * - `late_fill`: filled after it had ended by our books.
 * - `overfill`: filled beyond its quantity.
 * - `fill_mismatch`: the venue reported a fill of another symbol or side under this order; not booked here.
 * - `venue_order_id_mismatch`: the venue named a second id for the same client order id.
 * - `rejected_after_fill`: rejected although part of it had filled.
 * - `unsent_but_filled`: declared as never sent although it had filled.
 * - `accepted_after_end`: accepted after it had been rejected or declared as never sent.
 * - `executions_not_listed`: ended at the venue with more filled than it ever listed; a person took over the position.
 */
export type OrderFlag =
  | "late_fill"
  | "overfill"
  | "fill_mismatch"
  | "venue_order_id_mismatch"
  | "rejected_after_fill"
  | "unsent_but_filled"
  | "accepted_after_end"
  | "executions_not_listed";
