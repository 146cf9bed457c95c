-- Which months of the ledger a command began to move, and which it moved: what the database remembers of a command that was killed.

CREATE TABLE "ledger_move" (
    "id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "begunAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "movedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ledger_move_pkey" PRIMARY KEY ("id")
);
