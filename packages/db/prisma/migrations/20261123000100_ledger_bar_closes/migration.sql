-- The price some minutes after a blocked signal is read from the bars in the audit trail, by symbol and start.
CREATE INDEX "audit_entries_bar_closes_idx" ON "audit_entries" (
    ("payload"->'bar'->>'symbol'), (("payload"->'bar'->>'startAt')::bigint)
) WHERE "kind" = 'bar_closed';
