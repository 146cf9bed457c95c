-- Who has their role by one person's word alone, who lost one, what others agreed to about people and keys, and what the journal is still to be told.

ALTER TABLE "user" ADD COLUMN     "raisedAloneAt" TIMESTAMPTZ(3),
ADD COLUMN     "raisedAloneBy" TEXT,
ADD COLUMN     "lostRole" TEXT,
ADD COLUMN     "lostRoleAt" TIMESTAMPTZ(3);

ALTER TABLE "invitation" ADD COLUMN     "invitedAloneBy" TEXT;

CREATE TABLE "authority_act" (
    "approvalId" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "fourEyes" BOOLEAN NOT NULL,
    "done" BOOLEAN NOT NULL,
    "sentence" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "collectBy" TIMESTAMPTZ(3),
    "collectedAt" TIMESTAMPTZ(3),

    CONSTRAINT "authority_act_pkey" PRIMARY KEY ("approvalId")
);

CREATE TABLE "person_event" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "event" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_event_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "person_event_seq_key" ON "person_event"("seq");
