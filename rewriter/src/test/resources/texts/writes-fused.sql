-- Writes with v2's half. WorkshopTest runs each of them, and compares v2 with v1 afterwards.

-- * 1, INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
-- writes next.tasks; keeps its rows; owes next.tasks by zdm.keys
-- fused: one statement writes v1 and derives v2's rows from what it returned

-- * 1, COPY, Count: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(z0, z1, z2, z3, z4, z5) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id", jobs."note", jobs."extra", jobs."code", jobs."price", jobs."ratio"
),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_w.z3) AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z3 AS text) AND CAST(CAST((CAST((zdm_w.z4 * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z4 AS text) AND pg_catalog.float8send(CAST((CAST((zdm_w.z5 / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_w.z5) THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_w.z0 AS text), 0) AS boolean) END THEN zdm_w.z0 END, zdm_w.z1, zdm_w.z2, ('#' || zdm_w.z3), (zdm_w.z4 * 100), (zdm_w.z5 / 2), (zdm_w.z1) FROM zdm_w
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING true)
  SELECT zdm_n.n FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n
  WHERE CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END

-- * 1, COPY, Columns: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(z0, z1, z2, z3, z4, z5) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id", jobs."note", jobs."extra", jobs."code", jobs."price", jobs."ratio"
),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_w.z3) AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z3 AS text) AND CAST(CAST((CAST((zdm_w.z4 * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z4 AS text) AND pg_catalog.float8send(CAST((CAST((zdm_w.z5 / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_w.z5) THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_w.z0 AS text), 0) AS boolean) END THEN zdm_w.z0 END, zdm_w.z1, zdm_w.z2, ('#' || zdm_w.z3), (zdm_w.z4 * 100), (zdm_w.z5 / 2), (zdm_w.z1) FROM zdm_w
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING true)
  SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE (SELECT CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n)

-- * 1, KEYS, Count: answered after 0
WITH
  zdm_w(z0) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL

-- * 1, KEYS, Columns: answered after 0
WITH
  zdm_w(z0) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "id" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 1, LEDGER, Count: answered after 0
WITH
  zdm_w(z0) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k)
  SELECT count(*) FROM zdm_w

-- * 1, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k)
  SELECT zdm_w.z0 AS "id" FROM zdm_w

-- * 1, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 1, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z0 AS "id" FROM zdm_w

-- * 1, COPY, unbounded
WITH
  zdm_w(z0, z1, z2, z3, z4, z5) AS (
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id", jobs."note", jobs."extra", jobs."code", jobs."price", jobs."ratio"
),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_w.z3) AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z3 AS text) AND CAST(CAST((CAST((zdm_w.z4 * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z4 AS text) AND pg_catalog.float8send(CAST((CAST((zdm_w.z5 / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_w.z5) THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_w.z0 AS text), 0) AS boolean) END THEN zdm_w.z0 END, zdm_w.z1, zdm_w.z2, ('#' || zdm_w.z3), (zdm_w.z4 * 100), (zdm_w.z5 / 2), (zdm_w.z1) FROM zdm_w
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING true)
  SELECT zdm_n.n FROM (SELECT CAST(cardinality(ARRAY(SELECT true FROM zdm_w)) AS bigint) AS n OFFSET 0) AS zdm_n
  WHERE CASE WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN true ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END

-- * 1, in a batch, [code] and the keys [[id]]
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING "code", jobs."id"

-- * 1, in a batch, [] and the keys [[id]]
INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd', 1, 0.3, NULL)
RETURNING jobs."id"

-- * 2, INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS "N", j.* -- the end
-- writes next.tasks; returns rows; keeps its rows; owes next.tasks by zdm.keys
-- fused: one statement writes v1 and derives v2's rows from what it returned

-- * 2, COPY, Returning: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, z0, z1, z2, z3, z4, z5) AS (
INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS "N", j.*, j."id", j."note", j."extra", j."code", j."price", j."ratio" -- the end
),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_w.z3) AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z3 AS text) AND CAST(CAST((CAST((zdm_w.z4 * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z4 AS text) AND pg_catalog.float8send(CAST((CAST((zdm_w.z5 / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_w.z5) THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_w.z0 AS text), 0) AS boolean) END THEN zdm_w.z0 END, zdm_w.z1, zdm_w.z2, ('#' || zdm_w.z3), (zdm_w.z4 * 100), (zdm_w.z5 / 2), (zdm_w.z1) FROM zdm_w
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING true)
  SELECT zdm_w.r0 AS "N", zdm_w.r1 AS "id", zdm_w.r2 AS "code", zdm_w.r3 AS "price", zdm_w.r4 AS "ratio", zdm_w.r5 AS "note", zdm_w.r6 AS "extra", zdm_w.r7 AS "loud", zdm_w.r8 AS "unread", zdm_w.r9 AS "secret" FROM zdm_w
  WHERE (SELECT CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n)

-- * 2, KEYS, Returning: answered after 0
WITH
  zdm_w(r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, z0) AS (
INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS "N", j.*, j."id" -- the end
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "N", zdm_w.r1 AS "id", zdm_w.r2 AS "code", zdm_w.r3 AS "price", zdm_w.r4 AS "ratio", zdm_w.r5 AS "note", zdm_w.r6 AS "extra", zdm_w.r7 AS "loud", zdm_w.r8 AS "unread", zdm_w.r9 AS "secret" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 2, LEDGER, Returning: answered after 0
WITH
  zdm_w(r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, z0) AS (
INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS "N", j.*, j."id" -- the end
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k)
  SELECT zdm_w.r0 AS "N", zdm_w.r1 AS "id", zdm_w.r2 AS "code", zdm_w.r3 AS "price", zdm_w.r4 AS "ratio", zdm_w.r5 AS "note", zdm_w.r6 AS "extra", zdm_w.r7 AS "loud", zdm_w.r8 AS "unread", zdm_w.r9 AS "secret" FROM zdm_w

-- * 2, DEFERRED, Returning: answered after 0
WITH
  zdm_w(r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, z0) AS (
INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS "N", j.*, j."id" -- the end
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.jobs', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."id") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "id" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.r0 AS "N", zdm_w.r1 AS "id", zdm_w.r2 AS "code", zdm_w.r3 AS "price", zdm_w.r4 AS "ratio", zdm_w.r5 AS "note", zdm_w.r6 AS "extra", zdm_w.r7 AS "loud", zdm_w.r8 AS "unread", zdm_w.r9 AS "secret" FROM zdm_w

-- * 2, COPY, unbounded
WITH
  zdm_w(r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, z0, z1, z2, z3, z4, z5) AS (
INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS "N", j.*, j."id", j."note", j."extra", j."code", j."price", j."ratio" -- the end
),
  zdm_m AS (INSERT INTO "next"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept") OVERRIDING SYSTEM VALUE
  SELECT CASE WHEN CASE WHEN CAST(CAST((substr(CAST(('#' || zdm_w.z3) AS text), 2)) AS text) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z3 AS text) AND CAST(CAST((CAST((zdm_w.z4 * 100) AS bigint) / 100.0) AS numeric(10,2)) AS text) IS NOT DISTINCT FROM CAST(zdm_w.z4 AS text) AND pg_catalog.float8send(CAST((CAST((zdm_w.z5 / 2) AS double precision) * 2) AS double precision)) IS NOT DISTINCT FROM pg_catalog.float8send(zdm_w.z5) THEN true ELSE CAST('zdm: v2 cannot give this row of public.jobs back' || left(CAST(zdm_w.z0 AS text), 0) AS boolean) END THEN zdm_w.z0 END, zdm_w.z1, zdm_w.z2, ('#' || zdm_w.z3), (zdm_w.z4 * 100), (zdm_w.z5 / 2), (zdm_w.z1) FROM zdm_w
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept" RETURNING true)
  SELECT zdm_w.r0 AS "N", zdm_w.r1 AS "id", zdm_w.r2 AS "code", zdm_w.r3 AS "price", zdm_w.r4 AS "ratio", zdm_w.r5 AS "note", zdm_w.r6 AS "extra", zdm_w.r7 AS "loud", zdm_w.r8 AS "unread", zdm_w.r9 AS "secret" FROM zdm_w
  WHERE (SELECT CASE WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN true ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END FROM (SELECT CAST(cardinality(ARRAY(SELECT true FROM zdm_w)) AS bigint) AS n OFFSET 0) AS zdm_n)

-- * 2, in a batch, [] and the keys [[zdm_key_0]]
INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS "N", j.*, j."id" AS zdm_key_0 -- the end

-- * 3, UPDATE lines AS l SET qty = l.qty + 1 FROM jobs WHERE jobs.id = l.job AND jobs.id = 1
-- writes public.lines_v2; keeps its rows; owes public.lines_v2 by zdm.keys
-- fused: one statement writes v1 and derives v2's rows from what it returned

-- * 3, COPY, Count: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No", l."qty"
),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1, zdm_w.z2 FROM zdm_w
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING true)
  SELECT zdm_n.n FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n
  WHERE CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN true ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END;
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, COPY, Columns: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No", l."qty"
),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1, zdm_w.z2 FROM zdm_w
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING true)
  SELECT zdm_w.z0 AS "job" FROM zdm_w
  WHERE (SELECT CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN true ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n);
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 3, KEYS, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL

-- * 3, KEYS, Columns: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "job" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 3, LEDGER, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k)
  SELECT count(*) FROM zdm_w

-- * 3, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k)
  SELECT zdm_w.z0 AS "job" FROM zdm_w

-- * 3, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 3, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0, z1) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.lines', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."job", k."No") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "job", zdm_w.z1 AS "No" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z0 AS "job" FROM zdm_w

-- * 3, COPY, unbounded
WITH
  zdm_w(z0, z1, z2) AS (
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No", l."qty"
),
  zdm_m AS (INSERT INTO "public"."lines_v2" ("job", "n", "qty") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1, zdm_w.z2 FROM zdm_w
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty" RETURNING true)
  SELECT zdm_n.n FROM (SELECT CAST(cardinality(ARRAY(SELECT true FROM zdm_w)) AS bigint) AS n OFFSET 0) AS zdm_n
  WHERE CASE WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN true ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END

-- * 3, in a batch, [No] and the keys [[job, No]]
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING "No", l."job"

-- * 3, in a batch, [] and the keys [[job, No]]
UPDATE lines AS l SET qty = l.qty + 1 FROM jobs
  WHERE jobs.id = l.job AND jobs.id = 1
RETURNING l."job", l."No"

-- * 4, INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x') ON CONFLICT DO NOTHING
-- writes public.marks_v2; keeps its rows; owes public.marks_v2 by zdm.keys
-- fused: one statement writes v1 and derives v2's rows from what it returned

-- * 4, COPY, Count: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1, zdm_w.z2 FROM zdm_w
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING true)
  SELECT zdm_n.n FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n
  WHERE CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END

-- * 4, COPY, Columns: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1, zdm_w.z2 FROM zdm_w
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING true)
  SELECT zdm_w.z0 AS "a" FROM zdm_w
  WHERE (SELECT CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n)

-- * 4, KEYS, Count: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
)
  SELECT CAST(cardinality(zdm_a.k) AS bigint) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a
  WHERE set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) IS NOT NULL

-- * 4, KEYS, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.z0 AS "a" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 4, LEDGER, Count: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k)
  SELECT count(*) FROM zdm_w

-- * 4, LEDGER, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k)
  SELECT zdm_w.z0 AS "a" FROM zdm_w

-- * 4, DEFERRED, Count: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT count(*) FROM zdm_w

-- * 4, DEFERRED, Columns: answered after 0
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.marks', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."a", k."b", k."c") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "a", zdm_w.z1 AS "b", zdm_w.z2 AS "c" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.z0 AS "a" FROM zdm_w

-- * 4, COPY, unbounded
WITH
  zdm_w(z0, z1, z2) AS (
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"
),
  zdm_m AS (INSERT INTO "public"."marks_v2" ("a", "b", "c") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1, zdm_w.z2 FROM zdm_w
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c" RETURNING true)
  SELECT zdm_n.n FROM (SELECT CAST(cardinality(ARRAY(SELECT true FROM zdm_w)) AS bigint) AS n OFFSET 0) AS zdm_n
  WHERE CASE WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN true ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END

-- * 4, in a batch, [b] and the keys [[a, b, c]]
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING "b", marks."a", marks."c"

-- * 4, in a batch, [] and the keys [[a, b, c]]
INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x')
  ON CONFLICT DO NOTHING
RETURNING marks."a", marks."b", marks."c"

-- * 5, INSERT INTO tools VALUES ('saw', 5), ('tap', 6) ON CONFLICT (name) DO UPDATE SET uses = excluded.uses RETURNING name
-- writes public.tools_v2; returns rows; keeps its rows; owes public.tools_v2 by zdm.keys
-- fused: one statement writes v1 and derives v2's rows from what it returned

-- * 5, COPY, Returning: answered after 1
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
WITH
  zdm_w(r0, z0, z1) AS (
INSERT INTO tools VALUES ('saw', 5), ('tap', 6)
  ON CONFLICT (name) DO UPDATE SET uses = excluded.uses RETURNING name, tools."name", tools."uses"
),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1 FROM zdm_w
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING true)
  SELECT zdm_w.r0 AS "name" FROM zdm_w
  WHERE (SELECT CASE WHEN set_config('lock_timeout', '5000', true) IS NULL THEN false WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END FROM (SELECT CAST(cardinality(CASE WHEN set_config('lock_timeout', current_setting('zdm.lock_timeout'), true) IS NOT NULL THEN ARRAY(SELECT true FROM zdm_w) END) AS bigint) AS n OFFSET 0) AS zdm_n)

-- * 5, KEYS, Returning: answered after 0
WITH
  zdm_w(r0, z0) AS (
INSERT INTO tools VALUES ('saw', 5), ('tap', 6)
  ON CONFLICT (name) DO UPDATE SET uses = excluded.uses RETURNING name, tools."name"
),
  zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', CASE WHEN cardinality(zdm_a.k) <= 1000 THEN '[' || array_to_string(zdm_a.k, ',') || ']' ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END, true) AS done FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k) AS k OFFSET 0) AS zdm_a)
  SELECT a.* FROM zdm_k
  CROSS JOIN LATERAL (SELECT zdm_w.r0 AS "name" FROM zdm_w
  WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a

-- * 5, LEDGER, Returning: answered after 0
WITH
  zdm_w(r0, z0) AS (
INSERT INTO tools VALUES ('saw', 5), ('tap', 6)
  ON CONFLICT (name) DO UPDATE SET uses = excluded.uses RETURNING name, tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write') FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k)
  SELECT zdm_w.r0 AS "name" FROM zdm_w

-- * 5, DEFERRED, Returning: answered after 0
WITH
  zdm_w(r0, z0) AS (
INSERT INTO tools VALUES ('saw', 5), ('tap', 6)
  ON CONFLICT (name) DO UPDATE SET uses = excluded.uses RETURNING name, tools."name"
),
  zdm_l AS (INSERT INTO "public"."zdm_ledger" (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE
  SELECT zdm_n.last + row_number() OVER (), 'public.tools', (SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT k."name") AS j), 'to be copied before COMMIT' FROM (SELECT zdm_w.z0 AS "name" FROM zdm_w) AS k
  CROSS JOIN (SELECT coalesce(max(o.id), (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint))) AS last FROM "public"."zdm_ledger" AS o
  WHERE o.id > (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) AND o.id < (-4611686018427387904 + 16777216 * CAST(CAST(pg_current_xact_id() AS text) AS bigint)) + 16777216) AS zdm_n)
  SELECT zdm_w.r0 AS "name" FROM zdm_w

-- * 5, COPY, unbounded
WITH
  zdm_w(r0, z0, z1) AS (
INSERT INTO tools VALUES ('saw', 5), ('tap', 6)
  ON CONFLICT (name) DO UPDATE SET uses = excluded.uses RETURNING name, tools."name", tools."uses"
),
  zdm_m AS (INSERT INTO "public"."tools_v2" ("title", "uses") OVERRIDING SYSTEM VALUE
  SELECT zdm_w.z0, zdm_w.z1 FROM zdm_w
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses" RETURNING true)
  SELECT zdm_w.r0 AS "name" FROM zdm_w
  WHERE (SELECT CASE WHEN cardinality(ARRAY(SELECT true FROM zdm_m)) = zdm_n.n THEN true ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END FROM (SELECT CAST(cardinality(ARRAY(SELECT true FROM zdm_w)) AS bigint) AS n OFFSET 0) AS zdm_n)

-- * 5, in a batch, [] and the keys [[zdm_key_0]]
INSERT INTO tools VALUES ('saw', 5), ('tap', 6)
  ON CONFLICT (name) DO UPDATE SET uses = excluded.uses RETURNING name, tools."name" AS zdm_key_0
