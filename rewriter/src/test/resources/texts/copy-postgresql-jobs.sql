-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric(10,2)) AS "price", CAST(("half" * 2) AS double precision) AS "ratio", "remark" AS "note", "more" AS "extra", "loud" AS "loud", CAST(NULL AS text) AS "unread" FROM "next"."tasks") AS t

-- * counts
SELECT (SELECT count(*) FROM "public"."jobs"), (SELECT count(*) FROM "next"."tasks" AS t)

-- * deleteAbsent
DELETE FROM "next"."tasks" AS t
  WHERE (t."number") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND NOT EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE t."number" = s."id")

-- * deleteAbsentOfWrite
WITH
  zdm_d AS (DELETE FROM "next"."tasks" AS t USING (SELECT k.* FROM (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE (s."id") = (k."id") AND TRUE)) AS k
  WHERE t."number" = k."id" RETURNING t."number" AS "id")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AS k
  WHERE NOT EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE (s."id") = (k."id") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')))) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d)

-- * deleteOfArray
WITH
  zdm_d AS (DELETE FROM "next"."tasks" AS t USING (SELECT k.* FROM unnest(CAST(current_setting('zdm.gone') AS integer[])) AS k("id")
  WHERE (k."id" = k."id") IS TRUE) AS k
  WHERE t."number" = k."id" RETURNING t."number" AS "id")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), 'deleted before this transaction could see it on v2' FROM unnest(CAST(current_setting('zdm.gone') AS integer[])) AS k("id")
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d)

-- * deleteOfWrite
WITH
  zdm_d AS (DELETE FROM "next"."tasks" AS t USING (SELECT k.* FROM (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AS k) AS k
  WHERE t."number" = k."id" RETURNING t."number" AS "id")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AS k) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d)

-- * deletePresent
DELETE FROM "next"."tasks" AS t
  WHERE (t."number") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE t."number" = s."id")

-- * differences
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."id") AS j) AS row_key, CASE WHEN t."number" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."number" IS NULL THEN NULL WHEN t."number" IS DISTINCT FROM s."id" THEN 'number' WHEN t."remark" IS DISTINCT FROM s."note" THEN 'remark' WHEN CAST(t."more" AS text) IS DISTINCT FROM CAST(s."extra" AS text) THEN 'more' WHEN t."loud" IS DISTINCT FROM s."loud" THEN 'loud' WHEN t."tag" IS DISTINCT FROM CAST(('#' || s."code") AS text) THEN 'tag' WHEN t."cents" IS DISTINCT FROM CAST((s."price" * 100) AS bigint) THEN 'cents' WHEN t."half" IS DISTINCT FROM CAST((s."ratio" / 2) AS double precision) THEN 'half' WHEN t."kept" IS DISTINCT FROM CAST((s."note") AS text) THEN 'kept' WHEN NOT CAST(CAST((substr(t."tag", 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(s."code" AS text) THEN 'code' WHEN NOT CAST(CAST((t."cents" / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(s."price" AS text) THEN 'price' WHEN NOT pg_catalog.float8send(CAST((t."half" * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(s."ratio") THEN 'ratio' END AS column_name FROM "public"."jobs" AS s
  LEFT JOIN "next"."tasks" AS t ON t."number" = s."id"
  WHERE t."number" IS NULL OR t."number" IS DISTINCT FROM s."id" OR t."remark" IS DISTINCT FROM s."note" OR CAST(t."more" AS text) IS DISTINCT FROM CAST(s."extra" AS text) OR t."loud" IS DISTINCT FROM s."loud" OR t."tag" IS DISTINCT FROM CAST(('#' || s."code") AS text) OR t."cents" IS DISTINCT FROM CAST((s."price" * 100) AS bigint) OR t."half" IS DISTINCT FROM CAST((s."ratio" / 2) AS double precision) OR t."kept" IS DISTINCT FROM CAST((s."note") AS text) OR NOT CAST(CAST((substr(t."tag", 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(s."code" AS text) OR NOT CAST(CAST((t."cents" / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(s."price" AS text) OR NOT pg_catalog.float8send(CAST((t."half" * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(s."ratio")
  UNION ALL
  SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."id") AS j), 'extra', NULL FROM (SELECT t."number" AS "id" FROM "next"."tasks" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE t."number" = s."id")) AS x

-- * differencesOfKeys
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT s."id") AS j) AS row_key, CASE WHEN t."number" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."number" IS NULL THEN NULL WHEN t."number" IS DISTINCT FROM s."id" THEN 'number' WHEN t."remark" IS DISTINCT FROM s."note" THEN 'remark' WHEN CAST(t."more" AS text) IS DISTINCT FROM CAST(s."extra" AS text) THEN 'more' WHEN t."loud" IS DISTINCT FROM s."loud" THEN 'loud' WHEN t."tag" IS DISTINCT FROM CAST(('#' || s."code") AS text) THEN 'tag' WHEN t."cents" IS DISTINCT FROM CAST((s."price" * 100) AS bigint) THEN 'cents' WHEN t."half" IS DISTINCT FROM CAST((s."ratio" / 2) AS double precision) THEN 'half' WHEN t."kept" IS DISTINCT FROM CAST((s."note") AS text) THEN 'kept' WHEN NOT CAST(CAST((substr(t."tag", 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(s."code" AS text) THEN 'code' WHEN NOT CAST(CAST((t."cents" / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(s."price" AS text) THEN 'price' WHEN NOT pg_catalog.float8send(CAST((t."half" * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(s."ratio") THEN 'ratio' END AS column_name FROM "public"."jobs" AS s
  LEFT JOIN "next"."tasks" AS t ON t."number" = s."id"
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (t."number" IS NULL OR t."number" IS DISTINCT FROM s."id" OR t."remark" IS DISTINCT FROM s."note" OR CAST(t."more" AS text) IS DISTINCT FROM CAST(s."extra" AS text) OR t."loud" IS DISTINCT FROM s."loud" OR t."tag" IS DISTINCT FROM CAST(('#' || s."code") AS text) OR t."cents" IS DISTINCT FROM CAST((s."price" * 100) AS bigint) OR t."half" IS DISTINCT FROM CAST((s."ratio" / 2) AS double precision) OR t."kept" IS DISTINCT FROM CAST((s."note") AS text) OR NOT CAST(CAST((substr(t."tag", 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(s."code" AS text) OR NOT CAST(CAST((t."cents" / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(s."price" AS text) OR NOT pg_catalog.float8send(CAST((t."half" * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(s."ratio"))

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric(10,2)) AS "price", CAST(("half" * 2) AS double precision) AS "ratio", "remark" AS "note", "more" AS "extra", "loud" AS "loud", CAST(NULL AS text) AS "unread" FROM "next"."tasks") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(s."code" AS text) AND CAST(CAST((CAST((s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(s."price" AS text) AND pg_catalog.float8send(CAST((CAST((s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(s."id" AS text), 0) AS boolean) END THEN s."id" END, s."note", s."extra", ('#' || s."code"), (s."price" * 100), (s."ratio" / 2), (s."note") FROM "public"."jobs" AS s
  WHERE 1 = 1
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept"

-- * extra
SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT x."id") AS j), 'extra', NULL FROM (SELECT t."number" AS "id" FROM "next"."tasks" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE t."number" = s."id")) AS x

-- * firstChunk
WITH c AS MATERIALIZED (SELECT s."id" FROM "public"."jobs" AS s ORDER BY s."id" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT c."id" FROM c) ORDER BY s."id" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."id"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."id" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * insertAbsent
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) FOR KEY SHARE OF s SKIP LOCKED)
  INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO NOTHING

-- * ledgerAdd
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', CAST(e.value AS text), r.reason FROM (SELECT (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j) AS value FROM (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AS k) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
SELECT count(*) FROM (SELECT 1 FROM "public"."jobs" AS l
  WHERE (l."id") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) ORDER BY l."id" FOR NO KEY UPDATE OF l) AS locked

-- * lockV2
SELECT count(*) FROM (SELECT 1 FROM "next"."tasks" AS l
  WHERE (l."number") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) ORDER BY l."number" FOR UPDATE OF l) AS locked

-- * nextChunk
WITH c AS MATERIALIZED (SELECT s."id" FROM "public"."jobs" AS s
  WHERE (s."id") > (CAST(CAST(? AS json) ->> 'id' AS integer)) ORDER BY s."id" LIMIT ?), l AS MATERIALIZED (SELECT 1 FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT c."id" FROM c) ORDER BY s."id" FOR KEY SHARE OF s)
  SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY c."id"), '') || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY c."id" DESC LIMIT 1) FROM c
  WHERE (SELECT count(*) FROM l) >= 0

-- * referencesToV2
SELECT 1 FROM pg_constraint
  WHERE contype = 'f' AND confrelid IN (to_regclass('"next"."tasks"')) LIMIT 1

-- * upsert
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertLocking
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable')) FOR NO KEY UPDATE OF s),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * upsertOfWrite
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * up tag over public.jobs
SELECT '#' || "code" FROM "public"."jobs"

-- * up tag over public.jobs, indexed
CREATE TEMPORARY TABLE zdm_tag (LIKE "public"."jobs");
CREATE INDEX ON pg_temp.zdm_tag (('#' || "code"))

-- * up cents over public.jobs
SELECT "price" * 100 FROM "public"."jobs"

-- * up cents over public.jobs, indexed
CREATE TEMPORARY TABLE zdm_cents (LIKE "public"."jobs");
CREATE INDEX ON pg_temp.zdm_cents (("price" * 100))

-- * up half over public.jobs
SELECT "ratio" / 2 FROM "public"."jobs"

-- * up half over public.jobs, indexed
CREATE TEMPORARY TABLE zdm_half (LIKE "public"."jobs");
CREATE INDEX ON pg_temp.zdm_half (("ratio" / 2))

-- * up kept over public.jobs
SELECT "note" FROM "public"."jobs"

-- * up kept over public.jobs, indexed
CREATE TEMPORARY TABLE zdm_kept (LIKE "public"."jobs");
CREATE INDEX ON pg_temp.zdm_kept (("note"))

-- * down code over next.tasks
SELECT CAST((substr("tag", 2)) AS text) FROM "next"."tasks"

-- * down code over next.tasks, indexed
CREATE TEMPORARY TABLE zdm_code (LIKE "next"."tasks");
CREATE INDEX ON pg_temp.zdm_code ((CAST((substr("tag", 2)) AS text)))

-- * down price over next.tasks
SELECT CAST(("cents" / 100.0) AS numeric(10,2)) FROM "next"."tasks"

-- * down price over next.tasks, indexed
CREATE TEMPORARY TABLE zdm_price (LIKE "next"."tasks");
CREATE INDEX ON pg_temp.zdm_price ((CAST(("cents" / 100.0) AS numeric(10,2))))

-- * down ratio over next.tasks
SELECT CAST(("half" * 2) AS double precision) FROM "next"."tasks"

-- * down ratio over next.tasks, indexed
CREATE TEMPORARY TABLE zdm_ratio (LIKE "next"."tasks");
CREATE INDEX ON pg_temp.zdm_ratio ((CAST(("half" * 2) AS double precision)))

-- * bulk deletes
WITH
  zdm_k AS MATERIALIZED (SELECT e.id AS zdm_id, k.* FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("id" integer)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.jobs' AND NOT EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE (s."id") = (k."id") AND TRUE)),
  zdm_d AS (DELETE FROM "next"."tasks" AS t USING (SELECT DISTINCT d."id" FROM zdm_k AS d) AS k
  WHERE t."number" = k."id" RETURNING t."number" AS "id") DELETE FROM "public"."zdm_ledger" AS e USING zdm_k
  WHERE e.id = zdm_k.zdm_id AND (NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable') OR (zdm_k."id") IN (SELECT zdm_d."id" FROM zdm_d))

-- * bulk forgets
DELETE FROM "public"."zdm_ledger"
  WHERE id IN (SELECT e.id FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("id" integer)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.jobs' AND EXISTS (SELECT 1 FROM "public"."jobs" AS s
  WHERE (s."id") = (k."id") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))))

-- * bulk inputs
-- none

-- * bulk noneStays
SELECT CASE WHEN count(*) = 0 THEN true ELSE CAST('zdm: unseen on v2: ' || count(*) AS boolean) END FROM "public"."zdm_ledger" AS e
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.jobs'

-- * bulk note
INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), 'to be copied before COMMIT' FROM (SELECT k."id" FROM json_to_recordset(CAST(? AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n

-- * bulk upsertGiven
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."id", max(k.zdm_n) AS zdm_last FROM ROWS FROM (json_to_recordset(CAST(? AS json)) AS ("id" integer)) WITH ORDINALITY AS k("id", zdm_n) GROUP BY k."id") AS k JOIN "public"."jobs" AS s ON (s."id") = (k."id") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * bulk upserts
WITH
  zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT k."id", max(e.id) AS zdm_last FROM "public"."zdm_ledger" AS e
  CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k("id" integer)
  WHERE e.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND e.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216 AND e.table_name = 'public.jobs' GROUP BY k."id") AS k JOIN "public"."jobs" AS s ON (s."id") = (k."id") AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s ORDER BY zdm_s.zdm_last
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m
