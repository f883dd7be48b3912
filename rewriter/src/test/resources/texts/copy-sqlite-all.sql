-- The texts of the ledger, and of what traces writes. WorkshopTest has the database take them all;
-- RowCopySqlTest and SqliteTracingTest say that such texts do what they should.

-- * counts
SELECT table_name, count(row_key), count(*) - count(row_key) FROM "main"."zdm_ledger" GROUP BY table_name ORDER BY table_name

-- * create
CREATE TABLE IF NOT EXISTS "main"."zdm_ledger" (id INTEGER PRIMARY KEY AUTOINCREMENT, table_name text NOT NULL, row_key text, reason text NOT NULL, created_at text NOT NULL DEFAULT CURRENT_TIMESTAMP)

-- * delete
DELETE FROM "main"."zdm_ledger"
  WHERE id IN (SELECT value FROM json_each(?))

-- * entries
SELECT id, row_key, reason FROM "main"."zdm_ledger"
  WHERE table_name = ? AND id > ? AND row_key IS NOT NULL ORDER BY id LIMIT ?

-- * isNarrow
SELECT 1 FROM pragma_table_info('zdm_ledger', 'main')
  WHERE name = 'row_key' AND "notnull" = 1

-- * taint
INSERT INTO "main"."zdm_ledger" (table_name, row_key, reason) VALUES (?, NULL, ?)

-- * taints
SELECT id, reason FROM "main"."zdm_ledger"
  WHERE table_name = ? AND row_key IS NULL ORDER BY id

-- * widen 1
ALTER TABLE "main"."zdm_ledger" RENAME TO zdm_ledger_before

-- * widen 2
CREATE TABLE IF NOT EXISTS "main"."zdm_ledger" (id INTEGER PRIMARY KEY AUTOINCREMENT, table_name text NOT NULL, row_key text, reason text NOT NULL, created_at text NOT NULL DEFAULT CURRENT_TIMESTAMP)

-- * widen 3
INSERT INTO "main"."zdm_ledger"
  SELECT id, table_name, row_key, reason, created_at FROM zdm_ledger_before

-- * widen 4
DROP TABLE zdm_ledger_before

-- * afterOtherChanges
DELETE FROM temp.zdm_changes

-- * beforeOtherChanges
WITH RECURSIVE n(i) AS (SELECT 1
  WHERE ?1 > 0
  UNION ALL
  SELECT i + 1 FROM n
  WHERE i < ?1)
  INSERT INTO temp.zdm_changes
  SELECT i FROM n

-- * create 1
CREATE TEMP TABLE IF NOT EXISTS zdm_touched_3 (tab, gone, k0, k1, k2)

-- * create 2
CREATE TEMP TABLE IF NOT EXISTS zdm_changes (i INTEGER PRIMARY KEY)

-- * create 3
CREATE TEMP TABLE IF NOT EXISTS zdm_last_row (i INTEGER PRIMARY KEY)

-- * create 4
CREATE TEMP TRIGGER IF NOT EXISTS zdm_settle AFTER INSERT ON zdm_last_row BEGIN DELETE FROM zdm_touched_3;
DELETE FROM zdm_last_row;
END

-- * create 5
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_0_bi BEFORE INSERT ON "main"."jobs" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 0, 1, s."id", NULL, NULL FROM "main"."jobs" AS s
  WHERE s."note" = NEW."note" COLLATE "NOCASE";
END

-- * create 6
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_0_bu BEFORE UPDATE ON "main"."jobs" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 0, 1, s."id", NULL, NULL FROM "main"."jobs" AS s
  WHERE s."note" = NEW."note" COLLATE "NOCASE" AND (s."id" IS NOT OLD."id");
END

-- * create 7
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_0_ai AFTER INSERT ON "main"."jobs" BEGIN
  INSERT INTO zdm_touched_3 VALUES (0, 0, NEW."id", NULL, NULL);
END

-- * create 8
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_0_au AFTER UPDATE ON "main"."jobs" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 0, 1, OLD."id", NULL, NULL
  WHERE OLD."id" IS NOT NEW."id";
INSERT INTO zdm_touched_3 VALUES (0, 0, NEW."id", NULL, NULL);
END

-- * create 9
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_0_ad AFTER DELETE ON "main"."jobs" BEGIN
  INSERT INTO zdm_touched_3 VALUES (0, 1, OLD."id", NULL, NULL);
END

-- * create 10
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_1_bi BEFORE INSERT ON "main"."lines" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 1, 1, s."job", s."No", NULL FROM "main"."lines" AS s
  WHERE s."qty" = NEW."qty";
INSERT INTO zdm_touched_3
  SELECT 1, 1, s."job", s."No", NULL FROM "main"."lines" AS s
  WHERE s."job" = NEW."job" AND s."qty" = NEW."qty";
END

-- * create 11
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_1_bu BEFORE UPDATE ON "main"."lines" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 1, 1, s."job", s."No", NULL FROM "main"."lines" AS s
  WHERE s."qty" = NEW."qty" AND (s."job" IS NOT OLD."job" OR s."No" IS NOT OLD."No");
INSERT INTO zdm_touched_3
  SELECT 1, 1, s."job", s."No", NULL FROM "main"."lines" AS s
  WHERE s."job" = NEW."job" AND s."qty" = NEW."qty" AND (s."job" IS NOT OLD."job" OR s."No" IS NOT OLD."No");
END

-- * create 12
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_1_ai AFTER INSERT ON "main"."lines" BEGIN
  INSERT INTO zdm_touched_3 VALUES (1, 0, NEW."job", NEW."No", NULL);
END

-- * create 13
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_1_au AFTER UPDATE ON "main"."lines" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 1, 1, OLD."job", OLD."No", NULL
  WHERE OLD."job" IS NOT NEW."job" OR OLD."No" IS NOT NEW."No";
INSERT INTO zdm_touched_3 VALUES (1, 0, NEW."job", NEW."No", NULL);
END

-- * create 14
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_1_ad AFTER DELETE ON "main"."lines" BEGIN
  INSERT INTO zdm_touched_3 VALUES (1, 1, OLD."job", OLD."No", NULL);
END

-- * create 15
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_2_ai AFTER INSERT ON "main"."marks" BEGIN
  INSERT INTO zdm_touched_3 VALUES (2, 0, NEW."a", NEW."b", NEW."c");
END

-- * create 16
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_2_au AFTER UPDATE ON "main"."marks" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 2, 1, OLD."a", OLD."b", OLD."c"
  WHERE OLD."a" IS NOT NEW."a" OR OLD."b" IS NOT NEW."b" OR OLD."c" IS NOT NEW."c";
INSERT INTO zdm_touched_3 VALUES (2, 0, NEW."a", NEW."b", NEW."c");
END

-- * create 17
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_2_ad AFTER DELETE ON "main"."marks" BEGIN
  INSERT INTO zdm_touched_3 VALUES (2, 1, OLD."a", OLD."b", OLD."c");
END

-- * create 18
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_3_ai AFTER INSERT ON "main"."tools" BEGIN
  INSERT INTO zdm_touched_3 VALUES (3, 0, NEW."name", NULL, NULL);
END

-- * create 19
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_3_au AFTER UPDATE ON "main"."tools" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 3, 1, OLD."name", NULL, NULL
  WHERE OLD."name" IS NOT NEW."name";
INSERT INTO zdm_touched_3 VALUES (3, 0, NEW."name", NULL, NULL);
END

-- * create 20
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_3_ad AFTER DELETE ON "main"."tools" BEGIN
  INSERT INTO zdm_touched_3 VALUES (3, 1, OLD."name", NULL, NULL);
END

-- * create 21
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_4_ai AFTER INSERT ON "main"."logs" BEGIN
  INSERT INTO zdm_touched_3 VALUES (4, 0, NEW."at", NULL, NULL);
END

-- * create 22
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_4_au AFTER UPDATE ON "main"."logs" BEGIN
  INSERT INTO zdm_touched_3
  SELECT 4, 1, OLD."at", NULL, NULL
  WHERE OLD."at" IS NOT NEW."at";
INSERT INTO zdm_touched_3 VALUES (4, 0, NEW."at", NULL, NULL);
END

-- * create 23
CREATE TEMP TRIGGER IF NOT EXISTS zdm_traced_4_ad AFTER DELETE ON "main"."logs" BEGIN
  INSERT INTO zdm_touched_3 VALUES (4, 1, OLD."at", NULL, NULL);
END

-- * notes
SELECT last_insert_rowid(), changes(), tab, gone, k0, k1, k2 FROM temp.zdm_touched_3

-- * settle
INSERT INTO temp.zdm_last_row VALUES (?)

-- * summary
SELECT tab, max(gone), count(*) FROM temp.zdm_touched_3 GROUP BY tab

-- * jobs deleteAbsentAll
DELETE FROM "main"."tasks" AS t
  WHERE (t."number") IN (SELECT k.k0 AS "id" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 0) AND NOT EXISTS (SELECT 1 FROM "main"."jobs" AS s
  WHERE t."number" = s."id")

-- * jobs deleteAbsentOne
DELETE FROM "main"."tasks" AS t
  WHERE t."number" = ? AND NOT EXISTS (SELECT 1 FROM "main"."jobs" AS s
  WHERE t."number" = s."id")

-- * jobs jsonAll
SELECT json_group_array(json_object('id', d."id")) FROM (SELECT DISTINCT * FROM (SELECT k.k0 AS "id" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 0)) AS d

-- * jobs jsonOne
SELECT json_array(json_object('id', ?))

-- * jobs sidesAll
SELECT (SELECT count(*) FROM "main"."jobs" AS s
  WHERE (s."id") IN (SELECT k.k0 AS "id" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 0)), (SELECT count(*) FROM "main"."tasks" AS t
  WHERE (t."number") IN (SELECT k.k0 AS "id" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 0))

-- * jobs sidesOne
SELECT (SELECT count(*) FROM "main"."jobs" AS s
  WHERE s."id" = ?), (SELECT count(*) FROM "main"."tasks" AS t
  WHERE t."number" = ?)

-- * jobs upsertAll
INSERT INTO "main"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept")
  SELECT CASE WHEN (typeof(CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT)) = typeof(s."code") AND CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT) COLLATE BINARY IS s."code") AND (typeof(CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") AND (typeof(CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL)) = typeof(s."ratio") AND CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN s."id" ELSE json('zdm: v2 cannot give this row of main.jobs back' || substr(s."id", 1, 0)) END, s."note", s."extra", ('#' || s."code"), (s."price" * 100), (s."ratio" / 2), (s."note") FROM "main"."jobs" AS s
  WHERE (s."id") IN (SELECT k.k0 AS "id" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 0)
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept"

-- * jobs upsertOne
INSERT INTO "main"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept")
  SELECT CASE WHEN (typeof(CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT)) = typeof(s."code") AND CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT) COLLATE BINARY IS s."code") AND (typeof(CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") AND (typeof(CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL)) = typeof(s."ratio") AND CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN s."id" ELSE json('zdm: v2 cannot give this row of main.jobs back' || substr(s."id", 1, 0)) END, s."note", s."extra", ('#' || s."code"), (s."price" * 100), (s."ratio" / 2), (s."note") FROM "main"."jobs" AS s
  WHERE s."id" = ?
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept"

-- * jobs overwrites
SELECT 'true'

-- * lines deleteAbsentAll
DELETE FROM "main"."lines_v2" AS t
  WHERE (t."job", t."n") IN (SELECT k.k0 AS "job", k.k1 AS "No" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 1) AND NOT EXISTS (SELECT 1 FROM "main"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")

-- * lines deleteAbsentOne
DELETE FROM "main"."lines_v2" AS t
  WHERE t."job" = ? AND t."n" = ? AND NOT EXISTS (SELECT 1 FROM "main"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")

-- * lines jsonAll
SELECT json_group_array(json_object('job', d."job", 'No', d."No")) FROM (SELECT DISTINCT * FROM (SELECT k.k0 AS "job", k.k1 AS "No" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 1)) AS d

-- * lines jsonOne
SELECT json_array(json_object('job', ?, 'No', ?))

-- * lines sidesAll
SELECT (SELECT count(*) FROM "main"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k.k0 AS "job", k.k1 AS "No" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 1)), (SELECT count(*) FROM "main"."lines_v2" AS t
  WHERE (t."job", t."n") IN (SELECT k.k0 AS "job", k.k1 AS "No" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 1))

-- * lines sidesOne
SELECT (SELECT count(*) FROM "main"."lines" AS s
  WHERE s."job" = ? AND s."No" = ?), (SELECT count(*) FROM "main"."lines_v2" AS t
  WHERE t."job" = ? AND t."n" = ?)

-- * lines upsertAll
INSERT INTO "main"."lines_v2" ("job", "n", "qty")
  SELECT s."job", s."No", s."qty" FROM "main"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT k.k0 AS "job", k.k1 AS "No" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 1)
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty"

-- * lines upsertOne
INSERT INTO "main"."lines_v2" ("job", "n", "qty")
  SELECT s."job", s."No", s."qty" FROM "main"."lines" AS s
  WHERE s."job" = ? AND s."No" = ?
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty"

-- * lines overwrites
SELECT 'true'

-- * marks deleteAbsentAll
DELETE FROM "main"."marks_v2" AS t
  WHERE (t."a", t."b", t."c") IN (SELECT k.k0 AS "a", k.k1 AS "b", k.k2 AS "c" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 2) AND NOT EXISTS (SELECT 1 FROM "main"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")

-- * marks deleteAbsentOne
DELETE FROM "main"."marks_v2" AS t
  WHERE t."a" = ? AND t."b" = ? AND t."c" = ? AND NOT EXISTS (SELECT 1 FROM "main"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")

-- * marks jsonAll
SELECT json_group_array(json_object('a', d."a", 'b', d."b", 'c', d."c")) FROM (SELECT DISTINCT * FROM (SELECT k.k0 AS "a", k.k1 AS "b", k.k2 AS "c" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 2)) AS d

-- * marks jsonOne
SELECT json_array(json_object('a', ?, 'b', ?, 'c', ?))

-- * marks sidesAll
SELECT (SELECT count(*) FROM "main"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k.k0 AS "a", k.k1 AS "b", k.k2 AS "c" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 2)), (SELECT count(*) FROM "main"."marks_v2" AS t
  WHERE (t."a", t."b", t."c") IN (SELECT k.k0 AS "a", k.k1 AS "b", k.k2 AS "c" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 2))

-- * marks sidesOne
SELECT (SELECT count(*) FROM "main"."marks" AS s
  WHERE s."a" = ? AND s."b" = ? AND s."c" = ?), (SELECT count(*) FROM "main"."marks_v2" AS t
  WHERE t."a" = ? AND t."b" = ? AND t."c" = ?)

-- * marks upsertAll
INSERT INTO "main"."marks_v2" ("a", "b", "c")
  SELECT s."a", s."b", s."c" FROM "main"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT k.k0 AS "a", k.k1 AS "b", k.k2 AS "c" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 2)
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c"

-- * marks upsertOne
INSERT INTO "main"."marks_v2" ("a", "b", "c")
  SELECT s."a", s."b", s."c" FROM "main"."marks" AS s
  WHERE s."a" = ? AND s."b" = ? AND s."c" = ?
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c"

-- * marks overwrites
SELECT 'true'

-- * tools deleteAbsentAll
DELETE FROM "main"."tools_v2" AS t
  WHERE (t."title") IN (SELECT k.k0 AS "name" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 3) AND NOT EXISTS (SELECT 1 FROM "main"."tools" AS s
  WHERE t."title" = s."name")

-- * tools deleteAbsentOne
DELETE FROM "main"."tools_v2" AS t
  WHERE t."title" = ? AND NOT EXISTS (SELECT 1 FROM "main"."tools" AS s
  WHERE t."title" = s."name")

-- * tools jsonAll
SELECT json_group_array(json_object('name', d."name")) FROM (SELECT DISTINCT * FROM (SELECT k.k0 AS "name" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 3)) AS d

-- * tools jsonOne
SELECT json_array(json_object('name', ?))

-- * tools sidesAll
SELECT (SELECT count(*) FROM "main"."tools" AS s
  WHERE (s."name") IN (SELECT k.k0 AS "name" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 3)), (SELECT count(*) FROM "main"."tools_v2" AS t
  WHERE (t."title") IN (SELECT k.k0 AS "name" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 3))

-- * tools sidesOne
SELECT (SELECT count(*) FROM "main"."tools" AS s
  WHERE s."name" = ?), (SELECT count(*) FROM "main"."tools_v2" AS t
  WHERE t."title" = ?)

-- * tools upsertAll
INSERT INTO "main"."tools_v2" ("title", "uses")
  SELECT s."name", s."uses" FROM "main"."tools" AS s
  WHERE (s."name") IN (SELECT k.k0 AS "name" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 3)
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses"

-- * tools upsertOne
INSERT INTO "main"."tools_v2" ("title", "uses")
  SELECT s."name", s."uses" FROM "main"."tools" AS s
  WHERE s."name" = ?
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses"

-- * tools overwrites
SELECT 'true'

-- * logs deleteAbsentAll
DELETE FROM "main"."logs_v2" AS t
  WHERE (t."at") IN (SELECT k.k0 AS "at" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 4) AND NOT EXISTS (SELECT 1 FROM "main"."logs" AS s
  WHERE t."at" = s."at")

-- * logs deleteAbsentOne
DELETE FROM "main"."logs_v2" AS t
  WHERE t."at" = ? AND NOT EXISTS (SELECT 1 FROM "main"."logs" AS s
  WHERE t."at" = s."at")

-- * logs jsonAll
SELECT json_group_array(json_object('at', d."at")) FROM (SELECT DISTINCT * FROM (SELECT k.k0 AS "at" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 4)) AS d

-- * logs jsonOne
SELECT json_array(json_object('at', ?))

-- * logs sidesAll
SELECT (SELECT count(*) FROM "main"."logs" AS s
  WHERE (s."at") IN (SELECT k.k0 AS "at" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 4)), (SELECT count(*) FROM "main"."logs_v2" AS t
  WHERE (t."at") IN (SELECT k.k0 AS "at" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 4))

-- * logs sidesOne
SELECT (SELECT count(*) FROM "main"."logs" AS s
  WHERE s."at" = ?), (SELECT count(*) FROM "main"."logs_v2" AS t
  WHERE t."at" = ?)

-- * logs upsertAll
INSERT INTO "main"."logs_v2" ("at", "what", "boss")
  SELECT s."at", s."what", s."boss" FROM "main"."logs" AS s
  WHERE (s."at") IN (SELECT k.k0 AS "at" FROM temp.zdm_touched_3 AS k
  WHERE k.tab = 4)
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss"

-- * logs upsertOne
INSERT INTO "main"."logs_v2" ("at", "what", "boss")
  SELECT s."at", s."what", s."boss" FROM "main"."logs" AS s
  WHERE s."at" = ?
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss"

-- * logs overwrites
SELECT 'true'
