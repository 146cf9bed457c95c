-- The fencing token is compared by the server's own operators, whatever the session's search path says.
ALTER FUNCTION "keep_fencing_token"() SET search_path = pg_catalog, pg_temp;
