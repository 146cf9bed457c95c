-- The projection of the journal. Append-only tables are partitioned by month of "at"; see ledger_partitions.

CREATE TYPE "environment" AS ENUM ('sim', 'paper', 'live');

CREATE TYPE "trading_state" AS ENUM ('active', 'reducing', 'halted');

CREATE TYPE "decision_outcome" AS ENUM ('approved', 'denied');

CREATE TYPE "side" AS ENUM ('buy', 'sell');

CREATE TYPE "order_type" AS ENUM ('market', 'limit', 'stop', 'stop_limit');

CREATE TYPE "time_in_force" AS ENUM ('day', 'gtc', 'ioc', 'fok');

CREATE TYPE "order_purpose" AS ENUM ('signal', 'stop_loss', 'flatten', 'operator');

CREATE TYPE "order_status" AS ENUM ('pending_submit', 'submit_unknown', 'accepted', 'partially_filled', 'pending_cancel', 'pending_replace', 'filled', 'canceled', 'expired', 'replaced', 'rejected');

CREATE TYPE "pnl_scope" AS ENUM ('account', 'strategy', 'symbol');

CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "trading_state" "trading_state" NOT NULL,
    "cash" DECIMAL(20,6) NOT NULL,
    "equity" DECIMAL(20,6),
    "buying_power" DECIMAL(20,6),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "journal_seq" BIGINT NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "commands" (
    "journal_seq" BIGINT NOT NULL,
    "record_index" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "command_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "accepted" BOOLEAN NOT NULL,
    "sentence" TEXT NOT NULL,

    CONSTRAINT "commands_pkey" PRIMARY KEY ("journal_seq","record_index","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "audit_entries" (
    "journal_seq" BIGINT NOT NULL,
    "record_index" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "entry_hash" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("journal_seq","record_index","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "projection_checkpoint" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "journal_seq" BIGINT NOT NULL,
    "entry_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "projection_checkpoint_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "strategies" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "symbols" TEXT[],
    "parameters" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "journal_seq" BIGINT NOT NULL,

    CONSTRAINT "strategies_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "signals" (
    "journal_seq" BIGINT NOT NULL,
    "record_index" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "signal_id" TEXT NOT NULL,
    "strategy_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "target" DOUBLE PRECISION NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("journal_seq","record_index","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "risk_decisions" (
    "journal_seq" BIGINT NOT NULL,
    "record_index" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "account_id" TEXT NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "outcome" "decision_outcome" NOT NULL,
    "denial_codes" TEXT[],
    "checks" JSONB NOT NULL,
    "limit_version" INTEGER,
    "symbol" TEXT NOT NULL,
    "side" "side" NOT NULL,
    "type" "order_type" NOT NULL,
    "time_in_force" "time_in_force" NOT NULL,
    "extended_hours" BOOLEAN NOT NULL,
    "quantity" DECIMAL(20,9) NOT NULL,
    "limit_price" DECIMAL(20,6),
    "stop_price" DECIMAL(20,6),
    "arrival_mid" DECIMAL(20,6),
    "purpose" "order_purpose" NOT NULL,
    "strategy_id" TEXT,
    "signal_id" TEXT,

    CONSTRAINT "risk_decisions_pkey" PRIMARY KEY ("journal_seq","record_index","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "limit_versions" (
    "account_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "author" TEXT NOT NULL,
    "approved_by" TEXT,
    "reason" TEXT NOT NULL,
    "limits" JSONB NOT NULL,
    "journal_seq" BIGINT NOT NULL,

    CONSTRAINT "limit_versions_pkey" PRIMARY KEY ("account_id","version")
);

CREATE TABLE "fills" (
    "account_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "journal_seq" BIGINT NOT NULL,
    "record_index" INTEGER NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "venue_order_id" TEXT NOT NULL,
    "strategy_id" TEXT,
    "symbol" TEXT NOT NULL,
    "side" "side" NOT NULL,
    "quantity" DECIMAL(20,9) NOT NULL,
    "price" DECIMAL(20,6) NOT NULL,
    "fee" DECIMAL(20,6) NOT NULL,

    CONSTRAINT "fills_pkey" PRIMARY KEY ("account_id","execution_id","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "fill_keys" (
    "account_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,

    CONSTRAINT "fill_keys_pkey" PRIMARY KEY ("account_id","execution_id")
);

CREATE TABLE "orders" (
    "client_order_id" TEXT NOT NULL,
    "venue_order_id" TEXT,
    "account_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" "side" NOT NULL,
    "type" "order_type" NOT NULL,
    "time_in_force" "time_in_force" NOT NULL,
    "extended_hours" BOOLEAN NOT NULL,
    "quantity" DECIMAL(20,9) NOT NULL,
    "filled_quantity" DECIMAL(20,9) NOT NULL,
    "leaves" DECIMAL(20,9) NOT NULL,
    "limit_price" DECIMAL(20,6),
    "stop_price" DECIMAL(20,6),
    "average_price" DECIMAL(20,6),
    "status" "order_status" NOT NULL,
    "venue_status" TEXT,
    "purpose" "order_purpose" NOT NULL,
    "strategy_id" TEXT,
    "signal_id" TEXT,
    "arrival_mid" DECIMAL(20,6),
    "reason" TEXT,
    "flags" TEXT[],
    "replaces" TEXT,
    "replaced_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "terminal_at" TIMESTAMPTZ(3),
    "journal_seq" BIGINT NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("client_order_id")
);

CREATE TABLE "order_events" (
    "journal_seq" BIGINT NOT NULL,
    "record_index" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "status" "order_status" NOT NULL,
    "sentence" TEXT NOT NULL,
    "venue_at" TIMESTAMPTZ(3),
    "raw" TEXT,

    CONSTRAINT "order_events_pkey" PRIMARY KEY ("journal_seq","record_index","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "positions" (
    "account_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "quantity" DECIMAL(20,9) NOT NULL,
    "average_price" DECIMAL(20,6),
    "cost_basis" DECIMAL(20,6) NOT NULL,
    "realized" DECIMAL(20,6) NOT NULL,
    "fees" DECIMAL(20,6) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "journal_seq" BIGINT NOT NULL,

    CONSTRAINT "positions_pkey" PRIMARY KEY ("account_id","symbol")
);

CREATE TABLE "strategy_positions" (
    "account_id" TEXT NOT NULL,
    "strategy_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "quantity" DECIMAL(20,9) NOT NULL,
    "average_price" DECIMAL(20,6),
    "cost_basis" DECIMAL(20,6) NOT NULL,
    "realized" DECIMAL(20,6) NOT NULL,
    "fees" DECIMAL(20,6) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "journal_seq" BIGINT NOT NULL,

    CONSTRAINT "strategy_positions_pkey" PRIMARY KEY ("account_id","strategy_id","symbol")
);

CREATE TABLE "pnl_snapshots" (
    "account_id" TEXT NOT NULL,
    "scope" "pnl_scope" NOT NULL,
    "scope_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "journal_seq" BIGINT NOT NULL,
    "record_index" INTEGER NOT NULL,
    "realized" DECIMAL(20,6) NOT NULL,
    "unrealized" DECIMAL(20,6) NOT NULL,
    "fees" DECIMAL(20,6) NOT NULL,
    "net" DECIMAL(20,6) NOT NULL,
    "gross_exposure" DECIMAL(20,6) NOT NULL,
    "net_exposure" DECIMAL(20,6) NOT NULL,
    "equity" DECIMAL(20,6),
    "equity_peak" DECIMAL(20,6),
    "cash" DECIMAL(20,6),

    CONSTRAINT "pnl_snapshots_pkey" PRIMARY KEY ("account_id","scope","scope_id","at","journal_seq","record_index")
) PARTITION BY RANGE ("at");

CREATE INDEX "commands_at_journal_seq_record_index_idx" ON "commands"("at", "journal_seq", "record_index");

CREATE INDEX "commands_command_id_idx" ON "commands"("command_id");

CREATE INDEX "audit_entries_at_journal_seq_record_index_idx" ON "audit_entries"("at", "journal_seq", "record_index");

CREATE INDEX "audit_entries_kind_at_journal_seq_record_index_idx" ON "audit_entries"("kind", "at", "journal_seq", "record_index");

CREATE INDEX "signals_at_journal_seq_record_index_idx" ON "signals"("at", "journal_seq", "record_index");

CREATE INDEX "signals_strategy_id_at_journal_seq_record_index_idx" ON "signals"("strategy_id", "at", "journal_seq", "record_index");

CREATE INDEX "signals_signal_id_idx" ON "signals"("signal_id");

CREATE INDEX "risk_decisions_outcome_at_journal_seq_record_index_idx" ON "risk_decisions"("outcome", "at", "journal_seq", "record_index");

CREATE INDEX "risk_decisions_client_order_id_idx" ON "risk_decisions"("client_order_id");

CREATE INDEX "fills_at_journal_seq_record_index_idx" ON "fills"("at", "journal_seq", "record_index");

CREATE INDEX "fills_symbol_at_journal_seq_record_index_idx" ON "fills"("symbol", "at", "journal_seq", "record_index");

CREATE INDEX "fills_client_order_id_at_idx" ON "fills"("client_order_id", "at");

CREATE INDEX "orders_created_at_client_order_id_idx" ON "orders"("created_at", "client_order_id");

CREATE INDEX "orders_symbol_created_at_client_order_id_idx" ON "orders"("symbol", "created_at", "client_order_id");

CREATE INDEX "orders_strategy_id_created_at_client_order_id_idx" ON "orders"("strategy_id", "created_at", "client_order_id");

CREATE INDEX "orders_status_created_at_client_order_id_idx" ON "orders"("status", "created_at", "client_order_id");

CREATE UNIQUE INDEX "orders_account_id_venue_order_id_key" ON "orders"("account_id", "venue_order_id");

CREATE INDEX "order_events_client_order_id_at_journal_seq_record_index_idx" ON "order_events"("client_order_id", "at", "journal_seq", "record_index");

ALTER TABLE "orders" ADD CONSTRAINT "orders_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "positions" ADD CONSTRAINT "positions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "strategy_positions" ADD CONSTRAINT "strategy_positions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

INSERT INTO "projection_checkpoint" ("journal_seq", "entry_hash") VALUES (0, '');
