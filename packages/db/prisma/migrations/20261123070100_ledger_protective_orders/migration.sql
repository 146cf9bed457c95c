-- A stop that waits at the broker for a position has a purpose of its own.
ALTER TYPE "order_purpose" ADD VALUE 'protect';
