-- Writes with v2's half. WorkshopTest runs each of them, and compares v2 with v1 afterwards.

-- * 1, TRUNCATE jobs CASCADE
-- writes next.tasks public.lines_v2 public.marks_v2; owes next.tasks by null; owes public.lines_v2 by null; owes public.marks_v2 by null
-- both: v1 and v2 are truncated in one string

-- * 1, COPY, Count: answered after 0
TRUNCATE jobs CASCADE
;
SELECT CAST(0 AS bigint);
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
TRUNCATE TABLE "next"."tasks", "public"."lines_v2", "public"."marks_v2";
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 1, COPY, Columns: answered after 0
TRUNCATE jobs CASCADE
;
SELECT CAST(NULL AS integer) AS "id"
  WHERE false;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
TRUNCATE TABLE "next"."tasks", "public"."lines_v2", "public"."marks_v2";
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 1, KEYS, Count: answered after 0
TRUNCATE jobs CASCADE
;
SELECT CAST(0 AS bigint)

-- * 1, KEYS, Columns: answered after 0
TRUNCATE jobs CASCADE
;
SELECT CAST(NULL AS integer) AS "id"
  WHERE false

-- * 1, LEDGER, Count: answered after 0
TRUNCATE jobs CASCADE
;
SELECT CAST(0 AS bigint);
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason) VALUES ('public.jobs', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')), ('public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')), ('public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write'))

-- * 1, LEDGER, Columns: answered after 0
TRUNCATE jobs CASCADE
;
SELECT CAST(NULL AS integer) AS "id"
  WHERE false;
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason) VALUES ('public.jobs', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')), ('public.lines', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')), ('public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write'))

-- * 1, COPY, unbounded
TRUNCATE jobs CASCADE
;
SELECT CAST(0 AS bigint);
TRUNCATE TABLE "next"."tasks", "public"."lines_v2", "public"."marks_v2"

-- * 2, TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
-- writes public.tools_v2 public.marks_v2; owes public.tools_v2 by null; owes public.marks_v2 by null
-- both: v1 and v2 are truncated in one string

-- * 2, COPY, Count: answered after 0
TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
;
SELECT CAST(0 AS bigint);
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
TRUNCATE TABLE "public"."tools_v2", "public"."marks_v2";
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 2, COPY, Columns: answered after 0
TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
;
SELECT CAST(NULL AS character varying(20)) AS "name"
  WHERE false;
SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout', current_setting('lock_timeout'), true) IS NOT NULL THEN '5000' END, true);
TRUNCATE TABLE "public"."tools_v2", "public"."marks_v2";
SELECT set_config('lock_timeout', current_setting('zdm.lock_timeout'), true)

-- * 2, KEYS, Count: answered after 0
TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
;
SELECT CAST(0 AS bigint)

-- * 2, KEYS, Columns: answered after 0
TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
;
SELECT CAST(NULL AS character varying(20)) AS "name"
  WHERE false

-- * 2, LEDGER, Count: answered after 0
TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
;
SELECT CAST(0 AS bigint);
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason) VALUES ('public.tools', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')), ('public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write'))

-- * 2, LEDGER, Columns: answered after 0
TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
;
SELECT CAST(NULL AS character varying(20)) AS "name"
  WHERE false;
INSERT INTO "public"."zdm_ledger" (table_name, row_key, reason) VALUES ('public.tools', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')), ('public.marks', NULL, coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write'))

-- * 2, COPY, unbounded
TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it
;
SELECT CAST(0 AS bigint);
TRUNCATE TABLE "public"."tools_v2", "public"."marks_v2"
