import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { PrismaClient } from "../generated/client.ts";

/** The reading side of the database. */
export type LedgerClient = PrismaClient;

/** Returns a client that reads through a pool of `createPool`, and so has its deadlines. End it before the pool. */
export function createLedgerClient(pool: pg.Pool): LedgerClient {
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
