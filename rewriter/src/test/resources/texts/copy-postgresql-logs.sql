-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "at" AS "at", "what" AS "what", "boss" AS "boss" FROM "public"."logs_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "public"."logs"), (SELECT count(*) FROM "public"."logs_v2" AS t)

-- * deleteAbsent
DELETE FROM "public"."logs_v2" AS t
  WHERE (t."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND NOT EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE t."at" = s."at")

-- * deleteAbsentOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."logs_v2" AS t USING (SELECT k.* FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE (s."at") = (k."at") AND TRUE)) AS k
  WHERE t."at" = k."at" RETURNING t."at" AS "at")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE (s."at") = (k."at") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')))) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d)

-- * deleteOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."logs_v2" AS t USING (SELECT k.* FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AS k) AS k
  WHERE t."at" = k."at" RETURNING t."at" AS "at")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AS k) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d)

-- * deletePresent
DELETE FROM "public"."logs_v2" AS t
  WHERE (t."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE t."at" = s."at")

-- * differences
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."at") AS j) AS row_key, CASE WHEN t."at" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."at" IS NULL THEN NULL WHEN t."at" IS DISTINCT FROM s."at" THEN 'at' WHEN t."what" IS DISTINCT FROM s."what" THEN 'what' WHEN t."boss" IS DISTINCT FROM s."boss" THEN 'boss' END AS column_name FROM "public"."logs" AS s
  LEFT JOIN "public"."logs_v2" AS t ON t."at" = s."at"
  WHERE t."at" IS NULL OR t."at" IS DISTINCT FROM s."at" OR t."what" IS DISTINCT FROM s."what" OR t."boss" IS DISTINCT FROM s."boss"
  UNION ALL
  SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."at") AS j), 'extra', NULL FROM (SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE t."at" = s."at")) AS x

-- * differencesOfKeys
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."at") AS j) AS row_key, CASE WHEN t."at" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."at" IS NULL THEN NULL WHEN t."at" IS DISTINCT FROM s."at" THEN 'at' WHEN t."what" IS DISTINCT FROM s."what" THEN 'what' WHEN t."boss" IS DISTINCT FROM s."boss" THEN 'boss' END AS column_name FROM "public"."logs" AS s
  LEFT JOIN "public"."logs_v2" AS t ON t."at" = s."at"
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (t."at" IS NULL OR t."at" IS DISTINCT FROM s."at" OR t."what" IS DISTINCT FROM s."what" OR t."boss" IS DISTINCT FROM s."boss")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "at" AS "at", "what" AS "what", "boss" AS "boss" FROM "public"."logs_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT s."at", s."what", s."boss" FROM "public"."logs" AS s
  WHERE 1 = 1
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss"

-- * extra
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."at") AS j), 'extra', NULL FROM (SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE t."at" = s."at")) AS x

-- * firstChunk
WITH c AS MATERIALIZED (SELECT s."at" FROM "public"."logs" AS s ORDER BY s."at" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT c."at" FROM c) ORDER BY s."at" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."at"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."at" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * insertAbsent
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) FOR KEY SHARE OF s SKIP LOCKED)
  INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO NOTHING

-- * ledgerAdd
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', CAST(e.value AS text), r.reason FROM (SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j) AS value FROM (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AS k) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
SELECT count(*) FROM (SELECT 1 FROM "public"."logs" AS l
  WHERE (l."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) ORDER BY l."at" FOR NO KEY UPDATE OF l) AS locked

-- * lockV2
SELECT count(*) FROM (SELECT 1 FROM "public"."logs_v2" AS l
  WHERE (l."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) ORDER BY l."at" FOR UPDATE OF l) AS locked

-- * nextChunk
WITH c AS MATERIALIZED (SELECT s."at" FROM "public"."logs" AS s
  WHERE (s."at") > (CAST(CAST(? AS json) ->> 'at' AS timestamp with time zone)) ORDER BY s."at" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT c."at" FROM c) ORDER BY s."at" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."at"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."at" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * referencesToV2
SELECT 1 FROM pg_constraint
  WHERE contype = 'f' AND confrelid IN (to_regclass('"public"."logs_v2"')) LIMIT 1

-- * upsert
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertLocking
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')) FOR NO KEY UPDATE OF s),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertOfWrite
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk deletes
WITH
  zdm_k AS MATERIALIZED (SELECT e.id AS zdm_id, k.* FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("at" timestamp with time zone)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.logs' AND NOT EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE (s."at") = (k."at") AND TRUE)),
  zdm_d AS (DELETE FROM "public"."logs_v2" AS t USING (SELECT DISTINCT d."at" FROM zdm_k AS d) AS k
  WHERE t."at" = k."at" RETURNING t."at" AS "at") DELETE FROM "public"."zdm_ledger" AS e USING zdm_k
  WHERE e.id = zdm_k.zdm_id AND (NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable') OR (zdm_k."at") IN (SELECT zdm_d."at" FROM zdm_d))

-- * bulk forgets
DELETE FROM "public"."zdm_ledger"
  WHERE id IN (SELECT e.id FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("at" timestamp with time zone)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.logs' AND EXISTS (SELECT 1 FROM "public"."logs" AS s
  WHERE (s."at") = (k."at") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))))

-- * bulk inputs
-- none

-- * bulk noneStays
SELECT CASE WHEN count(*) = 0 THEN true ELSE CAST('zdm: unseen on v2: ' || count(*) AS boolean) END FROM "public"."zdm_ledger" AS e
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.logs'

-- * bulk note
INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), 'to be copied before COMMIT' FROM (SELECT k."at" FROM json_to_recordset(CAST(? AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n

-- * bulk upsertGiven
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."at", max(k.zdm_n) AS zdm_last FROM ROWS FROM (json_to_recordset(CAST(? AS json)) AS ("at" timestamp with time zone)) WITH ORDINALITY AS k("at", zdm_n) GROUP BY k."at") AS k JOIN "public"."logs" AS s ON (s."at") = (k."at") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk upserts
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."at", max(e.id) AS zdm_last FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("at" timestamp with time zone)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.logs' GROUP BY k."at") AS k JOIN "public"."logs" AS s ON (s."at") = (k."at") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m
