-- Writes with v2's half. WorkshopTest runs each of them, and compares v2 with v1 afterwards.

-- * 1, WITH d AS (DELETE FROM tools WHERE name = 'saw' RETURNING name AS gone, uses) SELECT gone, uses + 1 AS more FROM d
-- writes public.tools_v2; returns rows; owes public.tools_v2 by zdm.with0
-- two-step, hoisted: each write in the WITH leaves its keys, the next statement derives their v2 rows

-- * 1, COPY, Returning: answered after 0
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING name AS gone, uses
, tools."name"
), d AS (SELECT p.r0 AS "gone", p.r1 AS "uses" FROM zdm_p1 AS p)
,
  zdm_r AS (
SELECT gone, uses + 1 AS more FROM d
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT * FROM zdm_r) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 1, KEYS, Returning: answered after 0
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING name AS gone, uses
, tools."name"
), d AS (SELECT p.r0 AS "gone", p.r1 AS "uses" FROM zdm_p1 AS p)
,
  zdm_r AS (
SELECT gone, uses + 1 AS more FROM d
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT * FROM zdm_r) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 1, LEDGER, Returning: answered after 0
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING name AS gone, uses
, tools."name"
), d AS (SELECT p.r0 AS "gone", p.r1 AS "uses" FROM zdm_p1 AS p)
,
  zdm_r AS (
SELECT gone, uses + 1 AS more FROM d
),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p) AS k)
  SELECT * FROM zdm_r

-- * 1, COPY, unbounded
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING name AS gone, uses
, tools."name"
), d AS (SELECT p.r0 AS "gone", p.r1 AS "uses" FROM zdm_p1 AS p)
,
  zdm_r AS (
SELECT gone, uses + 1 AS more FROM d
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT * FROM zdm_r) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 2, WITH d AS (DELETE FROM tools WHERE name = 'saw' RETURNING *), u AS (UPDATE tools SET uses = 0 WHERE name = 'axe') INSERT INTO marks SELECT 1, 1, name FROM d
-- writes public.tools_v2 public.marks_v2; owes public.tools_v2 by zdm.with0; owes public.marks_v2 by zdm.with1
-- two-step, hoisted: each write in the WITH leaves its keys, the next statement derives their v2 rows

-- * 2, COPY, Count: answered after 0
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING *
, tools."name"
), d AS (SELECT p.r0 AS "name", p.r1 AS "uses" FROM zdm_p1 AS p),
  zdm_p2(z0) AS (UPDATE tools SET uses = 0
  WHERE name = 'axe'
RETURNING tools."name"
)
,
  zdm_p3(z0, z1, z2) AS (INSERT INTO marks
  SELECT 1, 1, name FROM d
RETURNING marks."a", marks."b", marks."c"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p
  UNION
  SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k), true) || set_config('zdm.with1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p3 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT count(*) FROM zdm_p3) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.with1'), true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 2, KEYS, Count: answered after 0
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING *
, tools."name"
), d AS (SELECT p.r0 AS "name", p.r1 AS "uses" FROM zdm_p1 AS p),
  zdm_p2(z0) AS (UPDATE tools SET uses = 0
  WHERE name = 'axe'
RETURNING tools."name"
)
,
  zdm_p3(z0, z1, z2) AS (INSERT INTO marks
  SELECT 1, 1, name FROM d
RETURNING marks."a", marks."b", marks."c"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p
  UNION
  SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k), true) || set_config('zdm.with1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p3 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT count(*) FROM zdm_p3) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 2, LEDGER, Count: answered after 0
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING *
, tools."name"
), d AS (SELECT p.r0 AS "name", p.r1 AS "uses" FROM zdm_p1 AS p),
  zdm_p2(z0) AS (UPDATE tools SET uses = 0
  WHERE name = 'axe'
RETURNING tools."name"
)
,
  zdm_p3(z0, z1, z2) AS (INSERT INTO marks
  SELECT 1, 1, name FROM d
RETURNING marks."a", marks."b", marks."c"
),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p
  UNION
  SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k),
  zdm_l2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p3 AS p) AS k)
  SELECT count(*) FROM zdm_p3

-- * 2, COPY, unbounded
WITH
  zdm_p1(r0, r1, z0) AS (DELETE FROM tools
  WHERE name = 'saw' RETURNING *
, tools."name"
), d AS (SELECT p.r0 AS "name", p.r1 AS "uses" FROM zdm_p1 AS p),
  zdm_p2(z0) AS (UPDATE tools SET uses = 0
  WHERE name = 'axe'
RETURNING tools."name"
)
,
  zdm_p3(z0, z1, z2) AS (INSERT INTO marks
  SELECT 1, 1, name FROM d
RETURNING marks."a", marks."b", marks."c"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p1 AS p
  UNION
  SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k), true) || set_config('zdm.with1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p3 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT count(*) FROM zdm_p3) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.with1'), true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 3, WITH m AS (INSERT INTO marks VALUES (2, 1, 'q') RETURNING c) UPDATE tools SET uses = 4 WHERE name <> ALL (SELECT c FROM m) RETURNING name
-- writes public.marks_v2 public.tools_v2; returns rows; owes public.marks_v2 by zdm.with0; owes public.tools_v2 by zdm.with1
-- two-step, hoisted: each write in the WITH leaves its keys, the next statement derives their v2 rows

-- * 3, COPY, Returning: answered after 0
WITH
  zdm_p1(r0, z0, z1, z2) AS (INSERT INTO marks VALUES (2, 1, 'q') RETURNING c
, marks."a", marks."b", marks."c"
), m AS (SELECT p.r0 AS "c" FROM zdm_p1 AS p)
,
  zdm_p2(r0, z0) AS (UPDATE tools SET uses = 4
  WHERE name <> ALL (SELECT c FROM m) RETURNING name
, tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k), true) || set_config('zdm.with1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT p.r0 AS "name" FROM zdm_p2 AS p) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.with1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, KEYS, Returning: answered after 0
WITH
  zdm_p1(r0, z0, z1, z2) AS (INSERT INTO marks VALUES (2, 1, 'q') RETURNING c
, marks."a", marks."b", marks."c"
), m AS (SELECT p.r0 AS "c" FROM zdm_p1 AS p)
,
  zdm_p2(r0, z0) AS (UPDATE tools SET uses = 4
  WHERE name <> ALL (SELECT c FROM m) RETURNING name
, tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k), true) || set_config('zdm.with1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT p.r0 AS "name" FROM zdm_p2 AS p) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 3, LEDGER, Returning: answered after 0
WITH
  zdm_p1(r0, z0, z1, z2) AS (INSERT INTO marks VALUES (2, 1, 'q') RETURNING c
, marks."a", marks."b", marks."c"
), m AS (SELECT p.r0 AS "c" FROM zdm_p1 AS p)
,
  zdm_p2(r0, z0) AS (UPDATE tools SET uses = 4
  WHERE name <> ALL (SELECT c FROM m) RETURNING name
, tools."name"
),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k),
  zdm_l2 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k)
  SELECT p.r0 AS "name" FROM zdm_p2 AS p

-- * 3, COPY, unbounded
WITH
  zdm_p1(r0, z0, z1, z2) AS (INSERT INTO marks VALUES (2, 1, 'q') RETURNING c
, marks."a", marks."b", marks."c"
), m AS (SELECT p.r0 AS "c" FROM zdm_p1 AS p)
,
  zdm_p2(r0, z0) AS (UPDATE tools SET uses = 4
  WHERE name <> ALL (SELECT c FROM m) RETURNING name
, tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k), true) || set_config('zdm.with1', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "name" FROM zdm_p2 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT p.r0 AS "name" FROM zdm_p2 AS p) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('zdm.keys', current_setting('zdm.with1'), true);
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
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."tools" AS s
  WHERE (s."name") IN (SELECT k."name" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("name" character varying(20))
  WHERE (k."name" = k."name") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."name", zdm_s."uses" FROM zdm_s
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 4, WITH m AS (DELETE FROM marks WHERE a = 1) INSERT INTO bosses VALUES (8)
-- writes public.marks_v2; owes public.marks_v2 by zdm.with0
-- two-step, hoisted: each write in the WITH leaves its keys, the next statement derives their v2 rows

-- * 4, COPY, Count: answered after 0
WITH
  zdm_p1(z0, z1, z2) AS (DELETE FROM marks
  WHERE a = 1
RETURNING marks."a", marks."b", marks."c"
)
,
  zdm_r AS (
INSERT INTO bosses VALUES (8)
RETURNING 1),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT count(*) FROM zdm_r) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 4, KEYS, Count: answered after 0
WITH
  zdm_p1(z0, z1, z2) AS (DELETE FROM marks
  WHERE a = 1
RETURNING marks."a", marks."b", marks."c"
)
,
  zdm_r AS (
INSERT INTO bosses VALUES (8)
RETURNING 1),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT count(*) FROM zdm_r) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 4, LEDGER, Count: answered after 0
WITH
  zdm_p1(z0, z1, z2) AS (DELETE FROM marks
  WHERE a = 1
RETURNING marks."a", marks."b", marks."c"
)
,
  zdm_r AS (
INSERT INTO bosses VALUES (8)
RETURNING 1),
  zdm_l1 AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k)
  SELECT count(*) FROM zdm_r

-- * 4, COPY, unbounded
WITH
  zdm_p1(z0, z1, z2) AS (DELETE FROM marks
  WHERE a = 1
RETURNING marks."a", marks."b", marks."c"
)
,
  zdm_r AS (
INSERT INTO bosses VALUES (8)
RETURNING 1),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.with0', (SELECT '[' || coalesce(string_agg(CAST(row_to_json(k.*) AS text), ','), '') || ']' FROM (SELECT p.z0 AS "a", p.z1 AS "b", p.z2 AS "c" FROM zdm_p1 AS p) AS k), true) AS done)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT m.* FROM (SELECT count(*) FROM zdm_r) AS m
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('zdm.keys', current_setting('zdm.with0'), true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."a", zdm_s."b", zdm_s."c" FROM zdm_s
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m
