-- The application owns no table and makes none: months are made with the rights of the ledger's owner. Nobody else may ask.
ALTER FUNCTION "ensure_month"(timestamptz) SECURITY DEFINER;
REVOKE ALL ON FUNCTION "ensure_month"(timestamptz) FROM PUBLIC;
