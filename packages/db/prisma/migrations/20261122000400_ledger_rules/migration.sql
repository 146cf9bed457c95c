-- What must hold of every row, whoever writes it. docs/INVARIANTS.md names the invariants by number.

ALTER TABLE "orders"
    ADD CONSTRAINT "orders_id_length" CHECK (length("client_order_id") BETWEEN 1 AND 128),
    ADD CONSTRAINT "orders_quantity_positive" CHECK ("quantity" > 0),
    ADD CONSTRAINT "orders_filled_not_negative" CHECK ("filled_quantity" >= 0),
    ADD CONSTRAINT "orders_leaves_not_negative" CHECK ("leaves" >= 0),
    ADD CONSTRAINT "orders_leaves_match" CHECK (
        CASE WHEN "status" IN ('filled', 'canceled', 'expired', 'replaced', 'rejected')
            THEN "leaves" = 0
            ELSE "leaves" + "filled_quantity" = "quantity"
        END
    ),
    ADD CONSTRAINT "orders_overfill_flagged" CHECK ("filled_quantity" <= "quantity" OR 'overfill' = ANY ("flags")),
    ADD CONSTRAINT "orders_filled_is_complete" CHECK ("status" <> 'filled' OR "filled_quantity" >= "quantity"),
    ADD CONSTRAINT "orders_terminal_has_time" CHECK (
        ("status" IN ('filled', 'canceled', 'expired', 'replaced', 'rejected')) = ("terminal_at" IS NOT NULL)
    ),
    ADD CONSTRAINT "orders_limit_price_fits_type" CHECK (
        ("type" IN ('limit', 'stop_limit')) = ("limit_price" IS NOT NULL) AND "limit_price" > 0
    ),
    ADD CONSTRAINT "orders_stop_price_fits_type" CHECK (
        ("type" IN ('stop', 'stop_limit')) = ("stop_price" IS NOT NULL) AND "stop_price" > 0
    ),
    ADD CONSTRAINT "orders_average_price_when_filled" CHECK (
        ("filled_quantity" > 0) = ("average_price" IS NOT NULL)
    );

ALTER TABLE "fills"
    ADD CONSTRAINT "fills_quantity_positive" CHECK ("quantity" > 0),
    ADD CONSTRAINT "fills_price_positive" CHECK ("price" > 0),
    ADD CONSTRAINT "fills_fee_not_negative" CHECK ("fee" >= 0),
    ADD CONSTRAINT "fills_execution_named" CHECK ("execution_id" <> '');

ALTER TABLE "positions"
    ADD CONSTRAINT "positions_flat_costs_nothing" CHECK ("quantity" <> 0 OR "cost_basis" = 0),
    ADD CONSTRAINT "positions_average_price_when_open" CHECK (("quantity" = 0) = ("average_price" IS NULL)),
    ADD CONSTRAINT "positions_fees_not_negative" CHECK ("fees" >= 0);

ALTER TABLE "strategy_positions"
    ADD CONSTRAINT "strategy_positions_flat_costs_nothing" CHECK ("quantity" <> 0 OR "cost_basis" = 0),
    ADD CONSTRAINT "strategy_positions_average_price_when_open"
        CHECK (("quantity" = 0) = ("average_price" IS NULL)),
    ADD CONSTRAINT "strategy_positions_fees_not_negative" CHECK ("fees" >= 0);

ALTER TABLE "pnl_snapshots"
    ADD CONSTRAINT "pnl_snapshots_net_adds_up" CHECK ("net" = "realized" + "unrealized" - "fees"),
    ADD CONSTRAINT "pnl_snapshots_fees_not_negative" CHECK ("fees" >= 0),
    ADD CONSTRAINT "pnl_snapshots_net_within_gross" CHECK (abs("net_exposure") <= "gross_exposure"),
    ADD CONSTRAINT "pnl_snapshots_account_has_equity" CHECK (
        ("scope" = 'account') = ("equity" IS NOT NULL) AND ("scope" = 'account') = ("cash" IS NOT NULL)
    );

ALTER TABLE "signals" ADD CONSTRAINT "signals_target_in_range" CHECK ("target" BETWEEN -1 AND 1);

ALTER TABLE "risk_decisions"
    ADD CONSTRAINT "risk_decisions_denied_says_why" CHECK (
        ("outcome" = 'denied') = (cardinality("denial_codes") > 0)
    ),
    ADD CONSTRAINT "risk_decisions_checks_listed" CHECK (jsonb_typeof("checks") = 'array');

ALTER TABLE "limit_versions"
    ADD CONSTRAINT "limit_versions_named_by_key" CHECK (jsonb_typeof("limits") = 'object');

ALTER TABLE "strategies"
    ADD CONSTRAINT "strategies_state_known" CHECK ("state" IN ('warming', 'running', 'disabled', 'halted'));

ALTER TABLE "projection_checkpoint"
    ADD CONSTRAINT "projection_checkpoint_single" CHECK ("id" = 1),
    ADD CONSTRAINT "projection_checkpoint_not_negative" CHECK ("journal_seq" >= 0);

-- The console's first question, and few rows: the orders that may still trade.
CREATE INDEX "orders_open_idx" ON "orders" ("created_at", "client_order_id") WHERE "terminal_at" IS NULL;

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

-- Row triggers reach every partition, today's and later ones; truncation is refused per table (ensure_month).
CREATE PROCEDURE "make_append_only"("name" text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        "name");
    EXECUTE format(
        'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        "name");
END
$$;

CALL "make_append_only"('order_events');
CALL "make_append_only"('fills');
CALL "make_append_only"('fill_keys');
CALL "make_append_only"('signals');
CALL "make_append_only"('risk_decisions');
CALL "make_append_only"('pnl_snapshots');
CALL "make_append_only"('limit_versions');
CALL "make_append_only"('commands');
CALL "make_append_only"('audit_entries');

DROP PROCEDURE "make_append_only"("name" text);

-- An execution is booked once, whoever reports it and whenever. The table's schema is named at run time, because the
-- ledger is renamed when a rebuilt one takes its place.
CREATE FUNCTION "claim_execution"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO %I.fill_keys (account_id, execution_id) VALUES ($1, $2)', TG_TABLE_SCHEMA)
        USING NEW."account_id", NEW."execution_id";
    RETURN NULL;
END
$$;

CREATE TRIGGER "fills_claim_execution" AFTER INSERT ON "fills"
    FOR EACH ROW EXECUTE FUNCTION "claim_execution"();

CREATE FUNCTION "keep_ended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."terminal_at" IS NULL THEN
        RAISE EXCEPTION 'order % has ended as % and never opens again', OLD."client_order_id", OLD."status"
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER "orders_end_once" BEFORE UPDATE ON "orders"
    FOR EACH ROW WHEN (OLD."terminal_at" IS NOT NULL) EXECUTE FUNCTION "keep_ended"();

CREATE FUNCTION "move_forward"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW."journal_seq" > OLD."journal_seq" THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the projection checkpoint only moves forward: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "projection_checkpoint_forward" BEFORE UPDATE OR DELETE ON "projection_checkpoint"
    FOR EACH ROW EXECUTE FUNCTION "move_forward"();
