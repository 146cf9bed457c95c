-- One account, one writer. The token orders all writers that an account ever had, so it may never fall.

CREATE TABLE "writer_leases" (
    "account_id" TEXT NOT NULL,
    "fencing_token" BIGINT NOT NULL,
    "holder" TEXT NOT NULL,
    "acquired_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "writer_leases_pkey" PRIMARY KEY ("account_id")
);

ALTER TABLE "writer_leases"
    ADD CONSTRAINT "writer_leases_token_positive" CHECK ("fencing_token" > 0),
    ADD CONSTRAINT "writer_leases_holder_named" CHECK ("holder" <> '');

CREATE FUNCTION "keep_fencing_token"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW."fencing_token" >= OLD."fencing_token" AND NEW."account_id" = OLD."account_id" THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a fencing token only grows: % on writer_leases is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "writer_leases_only_grow" BEFORE UPDATE OR DELETE ON "writer_leases"
    FOR EACH ROW EXECUTE FUNCTION "keep_fencing_token"();

CREATE TRIGGER "writer_leases_never_truncated" BEFORE TRUNCATE ON "writer_leases"
    FOR EACH STATEMENT EXECUTE FUNCTION "keep_fencing_token"();
