-- Writes with v2's half. WorkshopTest runs each of them, and compares v2 with v1 afterwards.

-- * 1, DELETE FROM tools WHERE uses > 1
-- writes public.tools_v2; owes public.tools_v2 by zdm.keys
-- two-step: v1's statement leaves its keys, the next one derives their v2 rows

-- * 1, COPY, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT k."name" FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.gone', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN CAST(zdm_a.k AS text) ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_d AS (DELETE FROM "public"."tools_v2" AS t USING (SELECT k.* FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE (k."name" = k."name") IS TRUE) AS k
  WHERE t."title" = k."name" RETURNING t."title" AS "name")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'deleted before this transaction could see it on v2' FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 1, COPY, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.gone', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN CAST(zdm_a.k AS text) ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT k."name" FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_d AS (DELETE FROM "public"."tools_v2" AS t USING (SELECT k.* FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE (k."name" = k."name") IS TRUE) AS k
  WHERE t."title" = k."name" RETURNING t."title" AS "name")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'deleted before this transaction could see it on v2' FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 1, KEYS, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL

-- * 1, KEYS, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 1, LEDGER, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k)
  SELECT count(*) FROM zdm_w

-- * 1, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k)
  SELECT zdm_w.z0 AS "name" FROM zdm_w

-- * 1, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 1, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z0 AS "name" FROM zdm_w

-- * 1, COPY, unbounded
WITH
  zdm_w(z0) AS (
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT k."name" FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.gone', CAST(zdm_a.k AS text), true) IS NOT NULL;
WITH
  zdm_d AS (DELETE FROM "public"."tools_v2" AS t USING (SELECT k.* FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE (k."name" = k."name") IS TRUE) AS k
  WHERE t."title" = k."name" RETURNING t."title" AS "name")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'deleted before this transaction could see it on v2' FROM unnest(CAST(current_setting('zdm.gone') AS character varying(20)[])) AS k("name")
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."name") NOT IN (SELECT zdm_d."name" FROM zdm_d)

-- * 1, in a batch, [uses] and the keys [[name]]
DELETE FROM tools
  WHERE uses > 1
RETURNING "uses", tools."name"

-- * 1, in a batch, [] and the keys [[name]]
DELETE FROM tools
  WHERE uses > 1
RETURNING tools."name"

-- * 2, DELETE FROM marks AS m WHERE m.a = 1 RETURNING *
-- writes public.marks_v2; returns rows; owes public.marks_v2 by zdm.keys
-- two-step: v1's statement leaves its keys, the next one derives their v2 rows

-- * 2, COPY, Returning: answered after 0
WITH
  zdm_w(r0, r1, r2, z0, z1, z2) AS (
DELETE FROM marks AS m
  WHERE m.a = 1 RETURNING *, m."a", m."b", m."c"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "a", zdm_w.r1 AS "b", zdm_w.r2 AS "c" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_d AS (DELETE FROM "public"."marks_v2" AS t USING (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k) AS k
  WHERE t."a" = k."a" AND t."b" = k."b" AND t."c" = k."c" RETURNING t."a" AS "a", t."b" AS "b", t."c" AS "c")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 2, KEYS, Returning: answered after 0
WITH
  zdm_w(r0, r1, r2, z0, z1, z2) AS (
DELETE FROM marks AS m
  WHERE m.a = 1 RETURNING *, m."a", m."b", m."c"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "a", zdm_w.r1 AS "b", zdm_w.r2 AS "c" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 2, LEDGER, Returning: answered after 0
WITH
  zdm_w(r0, r1, r2, z0, z1, z2) AS (
DELETE FROM marks AS m
  WHERE m.a = 1 RETURNING *, m."a", m."b", m."c"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k)
  SELECT zdm_w.r0 AS "a", zdm_w.r1 AS "b", zdm_w.r2 AS "c" FROM zdm_w

-- * 2, DEFERRED, Returning: answered after 0
WITH
  zdm_w(r0, r1, r2, z0, z1, z2) AS (
DELETE FROM marks AS m
  WHERE m.a = 1 RETURNING *, m."a", m."b", m."c"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.r0 AS "a", zdm_w.r1 AS "b", zdm_w.r2 AS "c" FROM zdm_w

-- * 2, COPY, unbounded
WITH
  zdm_w(r0, r1, r2, z0, z1, z2) AS (
DELETE FROM marks AS m
  WHERE m.a = 1 RETURNING *, m."a", m."b", m."c"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', '[' || array_to_string(zdm_a.k, ',') || ']', true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "a", zdm_w.r1 AS "b", zdm_w.r2 AS "c" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
WITH
  zdm_d AS (DELETE FROM "public"."marks_v2" AS t USING (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k) AS k
  WHERE t."a" = k."a" AND t."b" = k."b" AND t."c" = k."c" RETURNING t."a" AS "a", t."b" AS "b", t."c" AS "c")
  INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'deleted before this transaction could see it on v2' FROM (SELECT k.* FROM (SELECT k."a", k."b", k."c" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("a" integer, "b" integer, "c" text)
  WHERE (k."a" = k."a") IS TRUE) AS k) AS k
  WHERE current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AND (k."a", k."b", k."c") NOT IN (SELECT zdm_d."a", zdm_d."b", zdm_d."c" FROM zdm_d)

-- * 2, in a batch, [] and the keys [[zdm_key_0, zdm_key_1, zdm_key_2]]
DELETE FROM marks AS m
  WHERE m.a = 1 RETURNING *, m."a" AS zdm_key_0, m."b" AS zdm_key_1, m."c" AS zdm_key_2

-- * 3, DELETE FROM logs WHERE boss = 1
-- writes public.logs_v2; owes public.logs_v2 by zdm.keys
-- two-step: v1's statement leaves its keys, the next one derives their v2 rows

-- * 3, COPY, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, COPY, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "at" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, KEYS, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL

-- * 3, KEYS, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "at" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 3, LEDGER, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k)
  SELECT count(*) FROM zdm_w

-- * 3, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k)
  SELECT zdm_w.z0 AS "at" FROM zdm_w

-- * 3, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 3, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z0 AS "at" FROM zdm_w

-- * 3, COPY, unbounded
WITH
  zdm_w(z0) AS (
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', '[' || array_to_string(zdm_a.k, ',') || ']', true) IS NOT NULL;
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 3, in a batch, [what] and the keys [[at]]
DELETE FROM logs
  WHERE boss = 1
RETURNING "what", logs."at"

-- * 3, in a batch, [] and the keys [[at]]
DELETE FROM logs
  WHERE boss = 1
RETURNING logs."at"

-- * 4, UPDATE logs SET what = 'z'
-- writes public.logs_v2; owes public.logs_v2 by zdm.keys
-- two-step: v1's statement leaves its keys, the next one derives their v2 rows

-- * 4, COPY, Count: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 4, COPY, Columns: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "at" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 4, KEYS, Count: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL

-- * 4, KEYS, Columns: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "at" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 4, LEDGER, Count: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k)
  SELECT count(*) FROM zdm_w

-- * 4, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k)
  SELECT zdm_w.z0 AS "at" FROM zdm_w

-- * 4, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 4, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.logs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."at") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z0 AS "at" FROM zdm_w

-- * 4, COPY, unbounded
WITH
  zdm_w(z0) AS (
UPDATE logs SET what = 'z'
RETURNING logs."at"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "at" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', '[' || array_to_string(zdm_a.k, ',') || ']', true) IS NOT NULL;
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
WITH
  zdm_s AS MATERIALIZED (SELECT s.* FROM "public"."logs" AS s
  WHERE (s."at") IN (SELECT k."at" FROM json_to_recordset(CAST(current_setting('zdm.keys') AS json)) AS k("at" timestamp with time zone)
  WHERE (k."at" = k."at") IS TRUE) AND (age(s.xmin) <= 0 OR NOT current_setting('transaction_isolation') IN ('repeatable read', 'serializable'))),
  zdm_m AS (INSERT INTO "public"."logs_v2" ("at", "what", "boss") OVERRIDING SYSTEM VALUE
  SELECT zdm_s."at", zdm_s."what", zdm_s."boss" FROM zdm_s
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss" RETURNING 1)
  SELECT CASE WHEN count(*) = (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || (SELECT count(*) FROM zdm_s) AS boolean) END FROM zdm_m

-- * 4, in a batch, [what] and the keys [[at]]
UPDATE logs SET what = 'z'
RETURNING "what", logs."at"

-- * 4, in a batch, [] and the keys [[at]]
UPDATE logs SET what = 'z'
RETURNING logs."at"

-- * 5, UPDATE tools SET name = name || '!' WHERE uses < 3
-- writes public.tools_v2; owes public.tools_v2 by zdm.keys; changes its key
-- two-step: v1's statement leaves its keys, the next one derives their v2 rows

-- * 5, COPY, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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

-- * 5, COPY, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name", tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z2 AS "name" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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

-- * 5, KEYS, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 5, KEYS, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name", tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z2 AS "name" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 5, LEDGER, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k)
  SELECT count(*) FROM zdm_w

-- * 5, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name", tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k)
  SELECT zdm_w.z2 AS "name" FROM zdm_w

-- * 5, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 5, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name", tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z2 AS "name" FROM zdm_w

-- * 5, COPY, unbounded
WITH
  zdm_w(z0, z1) AS (
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_old."name", zdm_new."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', '[' || array_to_string(zdm_a.k, ',') || ']', true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT count(*) FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
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

-- * 5, in a batch, [uses] and the keys [[zdm_new_0], [zdm_old_0]]
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) "uses", zdm_new."name" AS zdm_new_0, zdm_old."name" AS zdm_old_0

-- * 5, in a batch, [] and the keys [[zdm_new_0], [zdm_old_0]]
UPDATE tools SET name = name || '!'
  WHERE uses < 3
RETURNING WITH (OLD AS zdm_old, NEW AS zdm_new) zdm_new."name" AS zdm_new_0, zdm_old."name" AS zdm_old_0

-- * 6, UPDATE tools AS t SET name = 'pin' WHERE t.name = 'saw' RETURNING t.name, uses
-- writes public.tools_v2; returns rows; owes public.tools_v2 by zdm.keys; changes its key
-- two-step: v1's statement leaves its keys, the next one derives their v2 rows

-- * 6, COPY, Returning: answered after 0
WITH
  zdm_w(r0, r1, z0, z1) AS (
UPDATE tools AS t SET name = 'pin'
  WHERE t.name = 'saw' RETURNING t.name, uses, OLD."name", NEW."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "name", zdm_w.r1 AS "uses" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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

-- * 6, KEYS, Returning: answered after 0
WITH
  zdm_w(r0, r1, z0, z1) AS (
UPDATE tools AS t SET name = 'pin'
  WHERE t.name = 'saw' RETURNING t.name, uses, OLD."name", NEW."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "name", zdm_w.r1 AS "uses" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 6, LEDGER, Returning: answered after 0
WITH
  zdm_w(r0, r1, z0, z1) AS (
UPDATE tools AS t SET name = 'pin'
  WHERE t.name = 'saw' RETURNING t.name, uses, OLD."name", NEW."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k)
  SELECT zdm_w.r0 AS "name", zdm_w.r1 AS "uses" FROM zdm_w

-- * 6, DEFERRED, Returning: answered after 0
WITH
  zdm_w(r0, r1, z0, z1) AS (
UPDATE tools AS t SET name = 'pin'
  WHERE t.name = 'saw' RETURNING t.name, uses, OLD."name", NEW."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.r0 AS "name", zdm_w.r1 AS "uses" FROM zdm_w

-- * 6, COPY, unbounded
WITH
  zdm_w(r0, r1, z0, z1) AS (
UPDATE tools AS t SET name = 'pin'
  WHERE t.name = 'saw' RETURNING t.name, uses, OLD."name", NEW."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', '[' || array_to_string(zdm_a.k, ',') || ']', true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_w.z0 IS NOT NULL
  UNION
  SELECT zdm_w.z1 AS "name" FROM zdm_w
  WHERE zdm_w.z1 IS NOT NULL) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "name", zdm_w.r1 AS "uses" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
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

-- * 6, in a batch, [] and the keys [[zdm_new_0], [zdm_old_0]]
UPDATE tools AS t SET name = 'pin'
  WHERE t.name = 'saw' RETURNING t.name, uses, NEW."name" AS zdm_new_0, OLD."name" AS zdm_old_0

-- * 7, MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
-- writes public.tools_v2; owes public.tools_v2 by zdm.keys
-- two-step: v1's statement leaves its keys, the next one derives their v2 rows

-- * 7, COPY, Count: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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

-- * 7, COPY, Columns: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
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

-- * 7, KEYS, Count: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL

-- * 7, KEYS, Columns: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "name" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 7, LEDGER, Count: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k)
  SELECT count(*) FROM zdm_w

-- * 7, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k)
  SELECT zdm_w.z0 AS "name" FROM zdm_w

-- * 7, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 7, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z0 AS "name" FROM zdm_w

-- * 7, COPY, unbounded
WITH
  zdm_w(z0) AS (
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', '[' || array_to_string(zdm_a.k, ',') || ']', true) IS NOT NULL;
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

-- * 7, in a batch, [uses] and the keys [[name]]
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING "uses", tools."name"

-- * 7, in a batch, [] and the keys [[name]]
MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name = n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title, n.used)
RETURNING tools."name"
