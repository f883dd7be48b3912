-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "a" AS "a", "b" AS "b", "c" AS "c" FROM "public"."marks_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "public"."marks"), (SELECT count(*) FROM "public"."marks_v2" AS t)

-- * deleteAbsent
DELETE FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b", t."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND NOT EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")

-- * deleteAbsentOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."marks_v2" AS t USING (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") = (k."a", k."b", k."c") AND TRUE)) AS k
  WHERE t."a" = k."a" AND t."b" = k."b" AND t."c" = k."c" RETURNING t."a" AS "a", t."b" AS "b", t."c" AS "c")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") = (k."a", k."b", k."c") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')))) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d)

-- * deleteOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."marks_v2" AS t USING (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k) AS k
  WHERE t."a" = k."a" AND t."b" = k."b" AND t."c" = k."c" RETURNING t."a" AS "a", t."b" AS "b", t."c" AS "c")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d)

-- * deletePresent
DELETE FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b", t."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")

-- * differences
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."a", s."b", s."c") AS j) AS row_key, CASE WHEN t."a" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."a" IS NULL THEN NULL WHEN t."a" IS DISTINCT FROM s."a" THEN 'a' WHEN t."b" IS DISTINCT FROM s."b" THEN 'b' WHEN t."c" IS DISTINCT FROM s."c" THEN 'c' END AS column_name FROM "public"."marks" AS s
  LEFT JOIN "public"."marks_v2" AS t ON t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c"
  WHERE t."a" IS NULL OR t."a" IS DISTINCT FROM s."a" OR t."b" IS DISTINCT FROM s."b" OR t."c" IS DISTINCT FROM s."c"
  UNION ALL
  SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."a", x."b", x."c") AS j), 'extra', NULL FROM (SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")) AS x

-- * differencesOfKeys
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."a", s."b", s."c") AS j) AS row_key, CASE WHEN t."a" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."a" IS NULL THEN NULL WHEN t."a" IS DISTINCT FROM s."a" THEN 'a' WHEN t."b" IS DISTINCT FROM s."b" THEN 'b' WHEN t."c" IS DISTINCT FROM s."c" THEN 'c' END AS column_name FROM "public"."marks" AS s
  LEFT JOIN "public"."marks_v2" AS t ON t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c"
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (t."a" IS NULL OR t."a" IS DISTINCT FROM s."a" OR t."b" IS DISTINCT FROM s."b" OR t."c" IS DISTINCT FROM s."c")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "a" AS "a", "b" AS "b", "c" AS "c" FROM "public"."marks_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT s."a", s."b", s."c" FROM "public"."marks" AS s
  WHERE 1 = 1
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c"

-- * extra
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."a", x."b", x."c") AS j), 'extra', NULL FROM (SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")) AS x

-- * firstChunk
WITH c AS MATERIALIZED (SELECT s."a", s."b", s."c" FROM "public"."marks" AS s ORDER BY s."a", s."b", s."c" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT c."a", c."b", c."c" FROM c) ORDER BY s."a", s."b", s."c" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."a", c."b", c."c"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."a" DESC, c."b" DESC, c."c" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * insertAbsent
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) FOR KEY SHARE OF s SKIP LOCKED)
  INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO NOTHING

-- * ledgerAdd
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', CAST(e.value AS text), r.reason FROM (SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j) AS value FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
SELECT count(*) FROM (SELECT 1 FROM "public"."marks" AS l
  WHERE (l."a", l."b", l."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) ORDER BY l."a", l."b", l."c" FOR NO KEY UPDATE OF l) AS locked

-- * lockV2
SELECT count(*) FROM (SELECT 1 FROM "public"."marks_v2" AS l
  WHERE (l."a", l."b", l."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) ORDER BY l."a", l."b", l."c" FOR UPDATE OF l) AS locked

-- * nextChunk
WITH c AS MATERIALIZED (SELECT s."a", s."b", s."c" FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") > (CAST(CAST(? AS json) ->> 'a' AS integer), CAST(CAST(? AS json) ->> 'b' AS integer), CAST(CAST(? AS json) ->> 'c' AS text)) ORDER BY s."a", s."b", s."c" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT c."a", c."b", c."c" FROM c) ORDER BY s."a", s."b", s."c" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."a", c."b", c."c"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."a" DESC, c."b" DESC, c."c" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * referencesToV2
SELECT 1 FROM pg_constraint
  WHERE contype = 'f' AND confrelid IN (to_regclass('"public"."marks_v2"')) LIMIT 1

-- * upsert
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertLocking
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')) FOR NO KEY UPDATE OF s),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertOfWrite
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk deletes
WITH
  zdm_k AS MATERIALIZED (SELECT e.id AS zdm_id, k.* FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.marks' AND NOT EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") = (k."a", k."b", k."c") AND TRUE)),
  zdm_d AS (DELETE FROM "public"."marks_v2" AS t USING (SELECT DISTINCT d."a", d."b", d."c" FROM zdm_k AS d) AS k
  WHERE t."a" = k."a" AND t."b" = k."b" AND t."c" = k."c" RETURNING t."a" AS "a", t."b" AS "b", t."c" AS "c") DELETE FROM "public"."zdm_ledger" AS e USING zdm_k
  WHERE e.id = zdm_k.zdm_id AND (NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable') OR (zdm_k."a", zdm_k."b", zdm_k."c") IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d))

-- * bulk forgets
DELETE FROM "public"."zdm_ledger"
  WHERE id IN (SELECT e.id FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.marks' AND EXISTS (SELECT 1 FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") = (k."a", k."b", k."c") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))))

-- * bulk inputs
-- none

-- * bulk noneStays
SELECT CASE WHEN count(*) = 0 THEN true ELSE CAST('zdm: unseen on v2: ' || count(*) AS boolean) END FROM "public"."zdm_ledger" AS e
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.marks'

-- * bulk note
INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'to be copied before COMMIT' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(? AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n

-- * bulk upsertGiven
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."a", k."b", k."c", max(k.zdm_n) AS zdm_last FROM ROWS FROM (json_to_recordset(CAST(? AS json)) AS ("a" integer, "b" integer, "c" text)) WITH ORDINALITY AS k("a", "b", "c", zdm_n) GROUP BY k."a", k."b", k."c") AS k JOIN "public"."marks" AS s ON (s."a", s."b", s."c") = (k."a", k."b", k."c") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk upserts
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."a", k."b", k."c", max(e.id) AS zdm_last FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.marks' GROUP BY k."a", k."b", k."c") AS k JOIN "public"."marks" AS s ON (s."a", s."b", s."c") = (k."a", k."b", k."c") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m
