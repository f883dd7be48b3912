-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "job" AS "job", "n" AS "No", "qty" AS "qty" FROM "public"."lines_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "public"."lines"), (SELECT count(*) FROM "public"."lines_v2" AS t)

-- * deleteAbsent
DELETE FROM "public"."lines_v2" AS t
  WHERE (t."job", t."n") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND NOT EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")

-- * deleteAbsentOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."lines_v2" AS t USING (SELECT k.* FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE (s."job", s."No") = (k."job", k."No") AND TRUE)) AS k
  WHERE t."job" = k."job" AND t."n" = k."No" RETURNING t."job" AS "job", t."n" AS "No")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE (s."job", s."No") = (k."job", k."No") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')))) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d)

-- * deleteOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."lines_v2" AS t USING (SELECT k.* FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AS k) AS k
  WHERE t."job" = k."job" AND t."n" = k."No" RETURNING t."job" AS "job", t."n" AS "No")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AS k) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d)

-- * deletePresent
DELETE FROM "public"."lines_v2" AS t
  WHERE (t."job", t."n") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")

-- * differences
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."job", s."No") AS j) AS row_key, CASE WHEN t."job" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."job" IS NULL THEN NULL WHEN t."job" IS DISTINCT FROM s."job" THEN 'job' WHEN t."n" IS DISTINCT FROM s."No" THEN 'n' WHEN t."qty" IS DISTINCT FROM s."qty" THEN 'qty' END AS column_name FROM "public"."lines" AS s
  LEFT JOIN "public"."lines_v2" AS t ON t."job" = s."job" AND t."n" = s."No"
  WHERE t."job" IS NULL OR t."job" IS DISTINCT FROM s."job" OR t."n" IS DISTINCT FROM s."No" OR t."qty" IS DISTINCT FROM s."qty"
  UNION ALL
  SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."job", x."No") AS j), 'extra', NULL FROM (SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")) AS x

-- * differencesOfKeys
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."job", s."No") AS j) AS row_key, CASE WHEN t."job" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."job" IS NULL THEN NULL WHEN t."job" IS DISTINCT FROM s."job" THEN 'job' WHEN t."n" IS DISTINCT FROM s."No" THEN 'n' WHEN t."qty" IS DISTINCT FROM s."qty" THEN 'qty' END AS column_name FROM "public"."lines" AS s
  LEFT JOIN "public"."lines_v2" AS t ON t."job" = s."job" AND t."n" = s."No"
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (t."job" IS NULL OR t."job" IS DISTINCT FROM s."job" OR t."n" IS DISTINCT FROM s."No" OR t."qty" IS DISTINCT FROM s."qty")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "job" AS "job", "n" AS "No", "qty" AS "qty" FROM "public"."lines_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT s."job", s."No", s."qty" FROM "public"."lines" AS s
  WHERE 1 = 1
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty"

-- * extra
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."job", x."No") AS j), 'extra', NULL FROM (SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")) AS x

-- * firstChunk
WITH c AS MATERIALIZED (SELECT s."job", s."No" FROM "public"."lines" AS s ORDER BY s."job", s."No" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT c."job", c."No" FROM c) ORDER BY s."job", s."No" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."job", c."No"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."job" DESC, c."No" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * insertAbsent
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) FOR KEY SHARE OF s SKIP LOCKED)
  INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO NOTHING

-- * ledgerAdd
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', CAST(e.value AS text), r.reason FROM (SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j) AS value FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AS k) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
SELECT count(*) FROM (SELECT 1 FROM "public"."lines" AS l
  WHERE (l."job", l."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) ORDER BY l."job", l."No" FOR NO KEY UPDATE OF l) AS locked

-- * lockV2
SELECT count(*) FROM (SELECT 1 FROM "public"."lines_v2" AS l
  WHERE (l."job", l."n") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) ORDER BY l."job", l."n" FOR UPDATE OF l) AS locked

-- * nextChunk
WITH c AS MATERIALIZED (SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job", s."No") > (CAST(CAST(? AS json) ->> 'job' AS integer), CAST(CAST(? AS json) ->> 'No' AS integer)) ORDER BY s."job", s."No" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT c."job", c."No" FROM c) ORDER BY s."job", s."No" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."job", c."No"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."job" DESC, c."No" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * referencesToV2
SELECT 1 FROM pg_constraint
  WHERE contype = 'f' AND confrelid IN (to_regclass('"public"."lines_v2"')) LIMIT 1

-- * upsert
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertLocking
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')) FOR NO KEY UPDATE OF s),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertOfWrite
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk deletes
WITH
  zdm_k AS MATERIALIZED (SELECT e.id AS zdm_id, k.* FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("job" integer, "No" integer)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.lines' AND NOT EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE (s."job", s."No") = (k."job", k."No") AND TRUE)),
  zdm_d AS (DELETE FROM "public"."lines_v2" AS t USING (SELECT DISTINCT d."job", d."No" FROM zdm_k AS d) AS k
  WHERE t."job" = k."job" AND t."n" = k."No" RETURNING t."job" AS "job", t."n" AS "No") DELETE FROM "public"."zdm_ledger" AS e USING zdm_k
  WHERE e.id = zdm_k.zdm_id AND (NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable') OR (zdm_k."job", zdm_k."No") IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d))

-- * bulk forgets
DELETE FROM "public"."zdm_ledger"
  WHERE id IN (SELECT e.id FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("job" integer, "No" integer)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.lines' AND EXISTS (SELECT 1 FROM "public"."lines" AS s
  WHERE (s."job", s."No") = (k."job", k."No") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))))

-- * bulk inputs
-- none

-- * bulk noneStays
SELECT CASE WHEN count(*) = 0 THEN true ELSE CAST('zdm: unseen on v2: ' || count(*) AS boolean) END FROM "public"."zdm_ledger" AS e
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.lines'

-- * bulk note
INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), 'to be copied before COMMIT' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(? AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n

-- * bulk upsertGiven
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."job", k."No", max(k.zdm_n) AS zdm_last FROM ROWS FROM (json_to_recordset(CAST(? AS json)) AS ("job" integer, "No" integer)) WITH ORDINALITY AS k("job", "No", zdm_n) GROUP BY k."job", k."No") AS k JOIN "public"."lines" AS s ON (s."job", s."No") = (k."job", k."No") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk upserts
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."job", k."No", max(e.id) AS zdm_last FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("job" integer, "No" integer)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.lines' GROUP BY k."job", k."No") AS k JOIN "public"."lines" AS s ON (s."job", s."No") = (k."job", k."No") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m
