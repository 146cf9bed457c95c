-- What runs with the rights of the ledger's owner finds every name in its own ledger, whatever the caller's search path
-- says; temporary objects come last. swapLedger sets the path again when a rebuilt ledger gets its name.
DO $do$
BEGIN
    EXECUTE format('ALTER FUNCTION "ensure_month"(timestamptz) SET search_path = %I, pg_temp', current_schema());
END
$do$;

-- The rules of rows must not mean another operator or function, either.
ALTER FUNCTION "refuse_change"() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION "claim_execution"() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION "keep_ended"() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION "move_forward"() SET search_path = pg_catalog, pg_temp;
