-- Writes with v2's half. WorkshopTest runs each of them, and compares v2 with v1 afterwards.

-- * 1, DELETE FROM jobs WHERE id = 1
-- writes next.tasks public.lines_v2 public.marks_v2; owes next.tasks by zdm.own; owes public.lines_v2 by zdm.children1 and more; owes public.marks_v2 by zdm.children2 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 1, COPY, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM jobs
  WHERE id = 1
RETURNING jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name || ', through which a cascade goes on' FROM "public"."zdm_ledger" AS l
  WHERE l.table_name IN ('public.lines') LIMIT 1) AS boolean);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true), set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."job" AS "a", t."n" AS "b" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children2') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 1, COPY, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM jobs
  WHERE id = 1
RETURNING jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name || ', through which a cascade goes on' FROM "public"."zdm_ledger" AS l
  WHERE l.table_name IN ('public.lines') LIMIT 1) AS boolean);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true), set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."job" AS "a", t."n" AS "b" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children2') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 1, KEYS, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM jobs
  WHERE id = 1
RETURNING jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 1, KEYS, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM jobs
  WHERE id = 1
RETURNING jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 1, LEDGER, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM jobs
  WHERE id = 1
RETURNING jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable')),
  zdm_l2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k),
  zdm_t2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT count(*) FROM zdm_w

-- * 1, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM jobs
  WHERE id = 1
RETURNING jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable')),
  zdm_l2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k),
  zdm_t2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.z0 AS "id" FROM zdm_w

-- * 1, COPY, unbounded
WITH
  zdm_w(z0) AS (
DELETE FROM jobs
  WHERE id = 1
RETURNING jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name || ', through which a cascade goes on' FROM "public"."zdm_ledger" AS l
  WHERE l.table_name IN ('public.lines') LIMIT 1) AS boolean);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true), set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."job" AS "a", t."n" AS "b" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children2') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 1, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name || ', through which a cascade goes on' FROM "public"."zdm_ledger" AS l
  WHERE l.table_name IN ('public.lines') LIMIT 1) AS boolean);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true), set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."job" AS "a", t."n" AS "b" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children2') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 2, DELETE FROM jobs AS j WHERE id = 2 RETURNING j.id, code
-- writes next.tasks public.lines_v2 public.marks_v2; returns rows; owes next.tasks by zdm.own; owes public.lines_v2 by zdm.children1 and more; owes public.marks_v2 by zdm.children2 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 2, COPY, Returning: answered after 0
WITH
  zdm_w(r0, r1, z0) AS (
DELETE FROM jobs AS j
  WHERE id = 2 RETURNING j.id, code, j."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "id", zdm_w.r1 AS "code" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name || ', through which a cascade goes on' FROM "public"."zdm_ledger" AS l
  WHERE l.table_name IN ('public.lines') LIMIT 1) AS boolean);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true), set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."job" AS "a", t."n" AS "b" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children2') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 2, KEYS, Returning: answered after 0
WITH
  zdm_w(r0, r1, z0) AS (
DELETE FROM jobs AS j
  WHERE id = 2 RETURNING j.id, code, j."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "id", zdm_w.r1 AS "code" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 2, LEDGER, Returning: answered after 0
WITH
  zdm_w(r0, r1, z0) AS (
DELETE FROM jobs AS j
  WHERE id = 2 RETURNING j.id, code, j."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable')),
  zdm_l2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k),
  zdm_t2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.r0 AS "id", zdm_w.r1 AS "code" FROM zdm_w

-- * 2, COPY, unbounded
WITH
  zdm_w(r0, r1, z0) AS (
DELETE FROM jobs AS j
  WHERE id = 2 RETURNING j.id, code, j."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w)),
  zdm_c2 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w) AS k), true) || set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c2 AS c) AS k), true) || set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job" AS "a", c."No" AS "b" FROM zdm_c1 AS c) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "id", zdm_w.r1 AS "code" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name || ', through which a cascade goes on' FROM "public"."zdm_ledger" AS l
  WHERE l.table_name IN ('public.lines') LIMIT 1) AS boolean);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true), set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."job" AS "a", t."n" AS "b" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children2') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children2'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 2, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name || ', through which a cascade goes on' FROM "public"."zdm_ledger" AS l
  WHERE l.table_name IN ('public.lines') LIMIT 1) AS boolean);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true), set_config('zdm.parents2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."job" AS "a", t."n" AS "b" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.children2', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children2') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents2') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, UPDATE jobs SET id = id + 10 WHERE id = 2
-- writes next.tasks public.lines_v2; owes next.tasks by zdm.own; owes public.lines_v2 by zdm.children1 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 3, COPY, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE jobs SET id = id + 10
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)
  UNION
  SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, COPY, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE jobs SET id = id + 10
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id", jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z2 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)
  UNION
  SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, KEYS, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE jobs SET id = id + 10
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 3, KEYS, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE jobs SET id = id + 10
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id", jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z2 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 3, LEDGER, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE jobs SET id = id + 10
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT count(*) FROM zdm_w

-- * 3, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE jobs SET id = id + 10
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id", jobs."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.z2 AS "id" FROM zdm_w

-- * 3, COPY, unbounded
WITH
  zdm_w(z0, z1) AS (
UPDATE jobs SET id = id + 10
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)
  UNION
  SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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

-- * 3, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)
  UNION
  SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 4, UPDATE jobs SET id = 7 WHERE id = 2 RETURNING note
-- writes next.tasks public.lines_v2; returns rows; owes next.tasks by zdm.own; owes public.lines_v2 by zdm.children1 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 4, COPY, Returning: answered after 0
WITH
  zdm_w(r0, z0, z1) AS (
UPDATE jobs SET id = 7
  WHERE id = 2 RETURNING note, OLD."id", NEW."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "note" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)
  UNION
  SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."id") NOT IN (SELECT zdm_d."id" FROM zdm_d);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 4, KEYS, Returning: answered after 0
WITH
  zdm_w(r0, z0, z1) AS (
UPDATE jobs SET id = 7
  WHERE id = 2 RETURNING note, OLD."id", NEW."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "note" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 4, LEDGER, Returning: answered after 0
WITH
  zdm_w(r0, z0, z1) AS (
UPDATE jobs SET id = 7
  WHERE id = 2 RETURNING note, OLD."id", NEW."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.r0 AS "note" FROM zdm_w

-- * 4, COPY, unbounded
WITH
  zdm_w(r0, z0, z1) AS (
UPDATE jobs SET id = 7
  WHERE id = 2 RETURNING note, OLD."id", NEW."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "id" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."job", c."No" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z1 AS "job" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "note" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)
  UNION
  SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."jobs" AS s
  WHERE (s."id") IN (SELECT k."id" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("id" integer)
  WHERE (k."id" = k."id") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_s."code") AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_s."code" AS text) AND CAST(CAST((CAST((zdm_s."price" * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_s."price" AS text) AND pg_catalog.float8send(CAST((CAST((zdm_s."ratio" / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_s."ratio") THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_s."id" AS text), 0) AS boolean) END THEN zdm_s."id" END, zdm_s."note", zdm_s."extra", ('#' || zdm_s."code"), (zdm_s."price" * 100), (zdm_s."ratio" / 2), (zdm_s."note") FROM zdm_s
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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

-- * 4, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE
  UNION
  SELECT t."job" AS "job", t."n" AS "No" FROM "public"."lines_v2" AS t
  WHERE (t."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)
  UNION
  SELECT s."job", s."No" FROM "public"."lines" AS s
  WHERE (s."job") IN (SELECT k."job" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("job" integer)
  WHERE (k."job" = k."job") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 5, DELETE FROM lines WHERE job = 1
-- writes public.lines_v2 public.marks_v2; owes public.lines_v2 by zdm.own; owes public.marks_v2 by zdm.children1 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 5, COPY, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
DELETE FROM lines
  WHERE job = 1
RETURNING lines."job", lines."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 5, COPY, Columns: answered after 0
WITH
  zdm_w(z0, z1) AS (
DELETE FROM lines
  WHERE job = 1
RETURNING lines."job", lines."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 5, KEYS, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
DELETE FROM lines
  WHERE job = 1
RETURNING lines."job", lines."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 5, KEYS, Columns: answered after 0
WITH
  zdm_w(z0, z1) AS (
DELETE FROM lines
  WHERE job = 1
RETURNING lines."job", lines."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 5, LEDGER, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
DELETE FROM lines
  WHERE job = 1
RETURNING lines."job", lines."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT count(*) FROM zdm_w

-- * 5, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0, z1) AS (
DELETE FROM lines
  WHERE job = 1
RETURNING lines."job", lines."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.z0 AS "job" FROM zdm_w

-- * 5, COPY, unbounded
WITH
  zdm_w(z0, z1) AS (
DELETE FROM lines
  WHERE job = 1
RETURNING lines."job", lines."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 5, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 6, UPDATE lines SET "No" = "No" + 5
-- writes public.lines_v2 public.marks_v2; owes public.lines_v2 by zdm.own; owes public.marks_v2 by zdm.children1 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 6, COPY, Count: answered after 0
WITH
  zdm_w(z0, z1, z2, z3) AS (
UPDATE lines SET "No" = "No" + 5
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."job", zdm_old."No", zdm_new."job", zdm_new."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z2 AS "job", zdm_w.z3 AS "No" FROM zdm_w
  WHERE zdm_w.z2 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z2 AS "a", zdm_w.z3 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)
  UNION
  SELECT s."a", s."b", s."c" FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 6, COPY, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2, z3, z4) AS (
UPDATE lines SET "No" = "No" + 5
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."job", zdm_old."No", zdm_new."job", zdm_new."No", lines."job"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z2 AS "job", zdm_w.z3 AS "No" FROM zdm_w
  WHERE zdm_w.z2 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z2 AS "a", zdm_w.z3 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z4 AS "job" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)
  UNION
  SELECT s."a", s."b", s."c" FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 6, KEYS, Count: answered after 0
WITH
  zdm_w(z0, z1, z2, z3) AS (
UPDATE lines SET "No" = "No" + 5
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."job", zdm_old."No", zdm_new."job", zdm_new."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z2 AS "job", zdm_w.z3 AS "No" FROM zdm_w
  WHERE zdm_w.z2 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z2 AS "a", zdm_w.z3 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 6, KEYS, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2, z3, z4) AS (
UPDATE lines SET "No" = "No" + 5
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."job", zdm_old."No", zdm_new."job", zdm_new."No", lines."job"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z2 AS "job", zdm_w.z3 AS "No" FROM zdm_w
  WHERE zdm_w.z2 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z2 AS "a", zdm_w.z3 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z4 AS "job" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 6, LEDGER, Count: answered after 0
WITH
  zdm_w(z0, z1, z2, z3) AS (
UPDATE lines SET "No" = "No" + 5
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."job", zdm_old."No", zdm_new."job", zdm_new."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z2 AS "job", zdm_w.z3 AS "No" FROM zdm_w
  WHERE zdm_w.z2 IS NOT NULL) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT count(*) FROM zdm_w

-- * 6, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2, z3, z4) AS (
UPDATE lines SET "No" = "No" + 5
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."job", zdm_old."No", zdm_new."job", zdm_new."No", lines."job"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3)),
  zdm_l0 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z2 AS "job", zdm_w.z3 AS "No" FROM zdm_w
  WHERE zdm_w.z2 IS NOT NULL) AS k),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.z4 AS "job" FROM zdm_w

-- * 6, COPY, unbounded
WITH
  zdm_w(z0, z1, z2, z3) AS (
UPDATE lines SET "No" = "No" + 5
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."job", zdm_old."No", zdm_new."job", zdm_new."No"
),
  zdm_c1 AS (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.own', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z2 AS "job", zdm_w.z3 AS "No" FROM zdm_w
  WHERE zdm_w.z2 IS NOT NULL) AS k), true) || set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."a", c."b", c."c" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "a", zdm_w.z1 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) || set_config('zdm.renamed1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z2 AS "a", zdm_w.z3 AS "b" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z2 OR zdm_w.z1 IS DISTINCT FROM zdm_w.z3) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)
  UNION
  SELECT s."a", s."b", s."c" FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.own'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."job", k."No") NOT IN (SELECT zdm_d."job", zdm_d."No" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k."job", k."No" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("job" integer, "No" integer)
  WHERE (k."job" = k."job") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."job", zdm_s."No", zdm_s."qty" FROM zdm_s
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 6, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE
  UNION
  SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "public"."marks_v2" AS t
  WHERE (t."a", t."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)
  UNION
  SELECT s."a", s."b", s."c" FROM "public"."marks" AS s
  WHERE (s."a", s."b") IN (SELECT k."a", k."b" FROM json_to_recordset(CAST(current_setting('zdm.renamed1') AS json)) AS k("a" integer, "b" integer)
  WHERE (k."a" = k."a") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 7, DELETE FROM bosses WHERE id = 1
-- writes public.logs_v2; owes public.logs_v2 by zdm.children1 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 7, COPY, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM bosses
  WHERE id = 1
RETURNING bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 7, COPY, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM bosses
  WHERE id = 1
RETURNING bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 7, KEYS, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM bosses
  WHERE id = 1
RETURNING bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 7, KEYS, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM bosses
  WHERE id = 1
RETURNING bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 7, LEDGER, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM bosses
  WHERE id = 1
RETURNING bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w)),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT count(*) FROM zdm_w

-- * 7, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM bosses
  WHERE id = 1
RETURNING bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w)),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.z0 AS "id" FROM zdm_w

-- * 7, COPY, unbounded
WITH
  zdm_w(z0) AS (
DELETE FROM bosses
  WHERE id = 1
RETURNING bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 7, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 8, UPDATE bosses SET id = 9 WHERE id = 2
-- writes public.logs_v2; owes public.logs_v2 by zdm.children1 and more
-- two-step, with cascades: v1's statement leaves its keys and those of the children that refer to them, the next ones derive their v2 rows

-- * 8, COPY, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE bosses SET id = 9
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 8, COPY, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE bosses SET id = 9
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id", bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z2 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 8, KEYS, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE bosses SET id = 9
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 8, KEYS, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE bosses SET id = 9
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id", bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z2 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 8, LEDGER, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE bosses SET id = 9
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT count(*) FROM zdm_w

-- * 8, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE bosses SET id = 9
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id", bosses."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k),
  zdm_t1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')
  WHERE EXISTS (SELECT 1 FROM zdm_w) AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable'))
  SELECT zdm_w.z2 AS "id" FROM zdm_w

-- * 8, COPY, unbounded
WITH
  zdm_w(z0, z1) AS (
UPDATE bosses SET id = 9
  WHERE id = 2
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."id", zdm_new."id"
),
  zdm_c1 AS (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."boss") IN (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1)),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT c."at" FROM zdm_c1 AS c) AS k), true) || set_config('zdm.parents1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT DISTINCT zdm_w.z0 AS "boss" FROM zdm_w
  WHERE zdm_w.z0 IS DISTINCT FROM zdm_w.z1) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."at") NOT IN (SELECT zdm_d."at" FROM zdm_d);
SELECT set_config('zdm.keys', current_setting('zdm.children1'), true);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 8, more keys
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.children1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.children1') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE
  UNION
  SELECT t."at" AS "at" FROM "public"."logs_v2" AS t
  WHERE (t."boss") IN (SELECT k."boss" FROM json_to_recordset(CAST(current_setting('zdm.parents1') AS json)) AS k("boss" int)
  WHERE (k."boss" = k."boss") IS TRUE)) AS k), true);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)
