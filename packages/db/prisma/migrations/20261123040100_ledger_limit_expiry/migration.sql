-- A version of the limits may end by itself, and the one that ends it names it.
ALTER TABLE "limit_versions" ADD COLUMN "expires_at" TIMESTAMPTZ(3), ADD COLUMN "expiry_of" INTEGER;
