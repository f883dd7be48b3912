-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "title" AS "name", "uses" AS "uses" FROM "public"."tools_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "public"."tools"), (SELECT count(*) FROM "public"."tools_v2" AS t)

-- * deleteAbsent
DELETE FROM "public"."tools_v2" AS t
  WHERE (t."title") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND NOT EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE t."title" = s."name")

-- * deleteAbsentOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."tools_v2" AS t USING (SELECT k.* FROM (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE (s."name") = (k."name") AND TRUE)) AS k
  WHERE t."title" = k."name" RETURNING t."title" AS "name")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE (s."name") = (k."name") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')))) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d)

-- * deleteOfArray
WITH
  zdm_d AS (DELETE FROM "public"."tools_v2" AS t USING (SELECT k.* FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE (k."name" = k."name") IS TRUE) AS k
  WHERE t."title" = k."name" RETURNING t."title" AS "name")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'deleted before this transaction could see it on v2' FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d)

-- * deleteOfWrite
WITH
  zdm_d AS (DELETE FROM "public"."tools_v2" AS t USING (SELECT k.* FROM (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AS k) AS k
  WHERE t."title" = k."name" RETURNING t."title" AS "name")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AS k) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d)

-- * deletePresent
DELETE FROM "public"."tools_v2" AS t
  WHERE (t."title") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE t."title" = s."name")

-- * differences
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."name") AS j) AS row_key, CASE WHEN t."title" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."title" IS NULL THEN NULL WHEN t."title" IS DISTINCT FROM s."name" THEN 'title' WHEN t."uses" IS DISTINCT FROM s."uses" THEN 'uses' END AS column_name FROM "public"."tools" AS s
  LEFT JOIN "public"."tools_v2" AS t ON t."title" = s."name"
  WHERE t."title" IS NULL OR t."title" IS DISTINCT FROM s."name" OR t."uses" IS DISTINCT FROM s."uses"
  UNION ALL
  SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."name") AS j), 'extra', NULL FROM (SELECT t."title" AS "name" FROM "public"."tools_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE t."title" = s."name")) AS x

-- * differencesOfKeys
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."name") AS j) AS row_key, CASE WHEN t."title" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."title" IS NULL THEN NULL WHEN t."title" IS DISTINCT FROM s."name" THEN 'title' WHEN t."uses" IS DISTINCT FROM s."uses" THEN 'uses' END AS column_name FROM "public"."tools" AS s
  LEFT JOIN "public"."tools_v2" AS t ON t."title" = s."name"
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (t."title" IS NULL OR t."title" IS DISTINCT FROM s."name" OR t."uses" IS DISTINCT FROM s."uses")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "title" AS "name", "uses" AS "uses" FROM "public"."tools_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT s."name", s."uses" FROM "public"."tools" AS s
  WHERE 1 = 1
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses"

-- * extra
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."name") AS j), 'extra', NULL FROM (SELECT t."title" AS "name" FROM "public"."tools_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE t."title" = s."name")) AS x

-- * firstChunk
WITH c AS MATERIALIZED (SELECT s."name" FROM "public"."tools" AS s ORDER BY s."name" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT c."name" FROM c) ORDER BY s."name" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."name"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."name" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * insertAbsent
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) FOR KEY SHARE OF s SKIP LOCKED)
  INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO NOTHING

-- * ledgerAdd
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', CAST(e.value AS text), r.reason FROM (SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j) AS value FROM (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AS k) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
SELECT count(*) FROM (SELECT 1 FROM "public"."tools" AS l
  WHERE (l."name") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) ORDER BY l."name" FOR NO KEY UPDATE OF l) AS locked

-- * lockV2
SELECT count(*) FROM (SELECT 1 FROM "public"."tools_v2" AS l
  WHERE (l."title") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) ORDER BY l."title" FOR UPDATE OF l) AS locked

-- * nextChunk
WITH c AS MATERIALIZED (SELECT s."name" FROM "public"."tools" AS s
  WHERE (s."name") > (CAST(CAST(? AS json) ->> 'name' AS character varying(20))) ORDER BY s."name" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT c."name" FROM c) ORDER BY s."name" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."name"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."name" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * referencesToV2
SELECT 1 FROM pg_constraint
  WHERE contype = 'f' AND confrelid IN (to_regclass('"public"."tools_v2"')) LIMIT 1

-- * upsert
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertLocking
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')) FOR NO KEY UPDATE OF s),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertOfWrite
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk deletes
WITH
  zdm_k AS MATERIALIZED (SELECT e.id AS zdm_id, k.* FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("name" character varying(20))
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.tools' AND NOT EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE (s."name") = (k."name") AND TRUE)),
  zdm_d AS (DELETE FROM "public"."tools_v2" AS t USING (SELECT DISTINCT d."name" FROM zdm_k AS d) AS k
  WHERE t."title" = k."name" RETURNING t."title" AS "name") DELETE FROM "public"."zdm_ledger" AS e USING zdm_k
  WHERE e.id = zdm_k.zdm_id AND (NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable') OR (zdm_k."name") IN (SELECT zdm_d."name" FROM zdm_d))

-- * bulk forgets
DELETE FROM "public"."zdm_ledger"
  WHERE id IN (SELECT e.id FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("name" character varying(20))
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.tools' AND EXISTS (SELECT 1 FROM "public"."tools" AS s
  WHERE (s."name") = (k."name") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))))

-- * bulk inputs
-- none

-- * bulk noneStays
SELECT CASE WHEN count(*) = 0 THEN true ELSE CAST('zdm: unseen on v2: ' || count(*) AS boolean) END FROM "public"."zdm_ledger" AS e
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.tools'

-- * bulk note
INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT k."name" FROM json_to_recordset(CAST(? AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n

-- * bulk upsertGiven
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."name", max(k.zdm_n) AS zdm_last FROM ROWS FROM (json_to_recordset(CAST(? AS json)) AS ("name" character varying(20))) WITH ORDINALITY AS k("name", zdm_n) GROUP BY k."name") AS k JOIN "public"."tools" AS s ON (s."name") = (k."name") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk upserts
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."name", max(e.id) AS zdm_last FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("name" character varying(20))
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.tools' GROUP BY k."name") AS k JOIN "public"."tools" AS s ON (s."name") = (k."name") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m
