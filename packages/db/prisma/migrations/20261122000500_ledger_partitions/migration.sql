-- Makes the partitions of the month that holds "instant" (UTC), where they are missing. Call it with the ledger first
-- in the search path. A partition is made as a table of its own and then attached: attaching waits for no reader.
CREATE FUNCTION "ensure_month"("instant" timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    "month_start" timestamptz := date_trunc('month', "instant", 'UTC');
    "month_end" timestamptz := ("month_start" AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    "parent" text;
    "child" text;
BEGIN
    PERFORM pg_advisory_xact_lock(72707370);
    FOREACH "parent" IN ARRAY ARRAY[
        'order_events', 'fills', 'signals', 'risk_decisions', 'pnl_snapshots', 'commands', 'audit_entries'
    ] LOOP
        "child" := "parent" || to_char("month_start" AT TIME ZONE 'UTC', '_YYYY_MM');
        CONTINUE WHEN to_regclass(format('%I.%I', current_schema(), "child")) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', "child", "parent");
        EXECUTE format(
            'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', "child");
        EXECUTE format(
            'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            "parent", "child", "month_start", "month_end");
    END LOOP;
END
$$;
