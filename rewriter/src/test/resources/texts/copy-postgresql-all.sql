-- The texts of the ledger, and of what traces writes. WorkshopTest has the database take them all;
-- RowCopySqlTest and SqliteTracingTest say that such texts do what they should.

-- * claim
SELECT pg_try_advisory_xact_lock(hashtextextended('zdm relay "public"."zdm_ledger"', 0))

-- * counts
SELECT table_name, count(row_key), count(*) - count(row_key) FROM "public"."zdm_ledger" GROUP BY table_name ORDER BY table_name

-- * create
CREATE TABLE IF NOT EXISTS "public"."zdm_ledger" (id bigint DEFAULT (hashtextextended(CAST(gen_random_uuid() AS text), 0) & 9223372036854775807) PRIMARY KEY, table_name text NOT NULL, row_key text, reason text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())

-- * delete
DELETE FROM "public"."zdm_ledger"
  WHERE id IN (SELECT CAST(e.id AS bigint) FROM json_array_elements_text(CAST(? AS json)) AS e(id))

-- * entries
SELECT id, row_key, reason FROM "public"."zdm_ledger"
  WHERE table_name = ? AND id > ? AND row_key IS NOT NULL ORDER BY id LIMIT ?

-- * isNarrow
SELECT 1 FROM pg_attribute
  WHERE attrelid = to_regclass('"public"."zdm_ledger"') AND attname = 'row_key' AND attnotnull

-- * taint
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason) VALUES (?, NULL, ?)

-- * taints
SELECT id, reason FROM "public"."zdm_ledger"
  WHERE table_name = ? AND row_key IS NULL ORDER BY id

-- * widen 1
ALTER TABLE "public"."zdm_ledger" ALTER COLUMN row_key DROP NOT NULL

-- * widen 2
ALTER TABLE "public"."zdm_ledger" ALTER COLUMN id DROP IDENTITY IF EXISTS

-- * widen 3
ALTER TABLE "public"."zdm_ledger" ALTER COLUMN id SET DEFAULT (hashtextextended(CAST(gen_random_uuid() AS text), 0) & 9223372036854775807)

-- * giveReason
SELECT set_config('zdm.reason', ?, true)

-- * locked tables
SELECT DISTINCT m.v1 FROM (VALUES ('public.jobs', '"next"."tasks"'), ('public.lines', '"public"."lines_v2"'), ('public.marks', '"public"."marks_v2"'), ('public.tools', '"public"."tools_v2"'), ('public.logs', '"public"."logs_v2"')) AS m(v1, v2) JOIN pg_catalog.pg_locks AS l ON l.relation = to_regclass(m.v2)
  WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.database = (SELECT oid FROM pg_catalog.pg_database
  WHERE datname = current_database())

-- * stay
WITH e AS (DELETE FROM "public"."zdm_ledger" AS e
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 RETURNING e.*)
  INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason, created_at) OVERRIDING SYSTEM VALUE
  SELECT id, table_name, row_key, 'it''s so', created_at FROM e

-- * bounded
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '50' END, true);
SELECT 1;
SELECT 2;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * unbounded
SELECT 1;
SELECT 2
