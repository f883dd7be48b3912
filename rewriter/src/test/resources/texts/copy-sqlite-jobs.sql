-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "number" AS "id", CAST((substr("tag", 2)) AS TEXT) AS "code", CAST(("cents" / 100.0) AS NUMERIC) AS "price", CAST(("half" * 2) AS REAL) AS "ratio", "remark" AS "note", "more" AS "extra", "loud" AS "loud", CAST(NULL AS TEXT) AS "unread" FROM "main"."tasks") AS t

-- * counts
SELECT (SELECT count(*) FROM "main"."jobs"), (SELECT count(*) FROM "main"."tasks" AS t)

-- * deleteAbsent
DELETE FROM "main"."tasks" AS t
  WHERE (t."number") IN (SELECT json_extract(k.value, '$."id"') AS "id" FROM json_each(?) AS k) AND NOT EXISTS (SELECT 1 FROM "main"."jobs" AS s
  WHERE t."number" = s."id")

-- * deletePresent
DELETE FROM "main"."tasks" AS t
  WHERE (t."number") IN (SELECT json_extract(k.value, '$."id"') AS "id" FROM json_each(?) AS k) AND EXISTS (SELECT 1 FROM "main"."jobs" AS s
  WHERE t."number" = s."id")

-- * differences
SELECT json_object('id', s."id") AS row_key, CASE WHEN t."number" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."number" IS NULL THEN NULL WHEN t."number" COLLATE BINARY IS NOT s."id" THEN 'number' WHEN t."remark" COLLATE BINARY IS NOT s."note" THEN 'remark' WHEN t."more" COLLATE BINARY IS NOT s."extra" THEN 'more' WHEN t."loud" COLLATE BINARY IS NOT s."loud" THEN 'loud' WHEN t."tag" COLLATE BINARY IS NOT ('#' || s."code") THEN 'tag' WHEN t."cents" COLLATE BINARY IS NOT (s."price" * 100) THEN 'cents' WHEN t."half" COLLATE BINARY IS NOT (s."ratio" / 2) THEN 'half' WHEN t."kept" COLLATE BINARY IS NOT (s."note") THEN 'kept' WHEN NOT (typeof(CAST((substr(t."tag", 2)) AS TEXT)) = typeof(s."code") AND CAST((substr(t."tag", 2)) AS TEXT) COLLATE BINARY IS s."code") THEN 'code' WHEN NOT (typeof(CAST((t."cents" / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST((t."cents" / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") THEN 'price' WHEN NOT (typeof(CAST((t."half" * 2) AS REAL)) = typeof(s."ratio") AND CAST((t."half" * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN 'ratio' END AS column_name FROM "main"."jobs" AS s
  LEFT JOIN "main"."tasks" AS t ON t."number" = s."id"
  WHERE t."number" IS NULL OR t."number" COLLATE BINARY IS NOT s."id" OR t."remark" COLLATE BINARY IS NOT s."note" OR t."more" COLLATE BINARY IS NOT s."extra" OR t."loud" COLLATE BINARY IS NOT s."loud" OR t."tag" COLLATE BINARY IS NOT ('#' || s."code") OR t."cents" COLLATE BINARY IS NOT (s."price" * 100) OR t."half" COLLATE BINARY IS NOT (s."ratio" / 2) OR t."kept" COLLATE BINARY IS NOT (s."note") OR NOT (typeof(CAST((substr(t."tag", 2)) AS TEXT)) = typeof(s."code") AND CAST((substr(t."tag", 2)) AS TEXT) COLLATE BINARY IS s."code") OR NOT (typeof(CAST((t."cents" / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST((t."cents" / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") OR NOT (typeof(CAST((t."half" * 2) AS REAL)) = typeof(s."ratio") AND CAST((t."half" * 2) AS REAL) COLLATE BINARY IS s."ratio")
  UNION ALL
  SELECT json_object('id', x."id"), 'extra', NULL FROM (SELECT t."number" AS "id" FROM "main"."tasks" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."jobs" AS s
  WHERE t."number" = s."id")) AS x

-- * differencesOfKeys
SELECT json_object('id', s."id") AS row_key, CASE WHEN t."number" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."number" IS NULL THEN NULL WHEN t."number" COLLATE BINARY IS NOT s."id" THEN 'number' WHEN t."remark" COLLATE BINARY IS NOT s."note" THEN 'remark' WHEN t."more" COLLATE BINARY IS NOT s."extra" THEN 'more' WHEN t."loud" COLLATE BINARY IS NOT s."loud" THEN 'loud' WHEN t."tag" COLLATE BINARY IS NOT ('#' || s."code") THEN 'tag' WHEN t."cents" COLLATE BINARY IS NOT (s."price" * 100) THEN 'cents' WHEN t."half" COLLATE BINARY IS NOT (s."ratio" / 2) THEN 'half' WHEN t."kept" COLLATE BINARY IS NOT (s."note") THEN 'kept' WHEN NOT (typeof(CAST((substr(t."tag", 2)) AS TEXT)) = typeof(s."code") AND CAST((substr(t."tag", 2)) AS TEXT) COLLATE BINARY IS s."code") THEN 'code' WHEN NOT (typeof(CAST((t."cents" / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST((t."cents" / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") THEN 'price' WHEN NOT (typeof(CAST((t."half" * 2) AS REAL)) = typeof(s."ratio") AND CAST((t."half" * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN 'ratio' END AS column_name FROM "main"."jobs" AS s
  LEFT JOIN "main"."tasks" AS t ON t."number" = s."id"
  WHERE (s."id") IN (SELECT json_extract(k.value, '$."id"') AS "id" FROM json_each(?) AS k) AND (t."number" IS NULL OR t."number" COLLATE BINARY IS NOT s."id" OR t."remark" COLLATE BINARY IS NOT s."note" OR t."more" COLLATE BINARY IS NOT s."extra" OR t."loud" COLLATE BINARY IS NOT s."loud" OR t."tag" COLLATE BINARY IS NOT ('#' || s."code") OR t."cents" COLLATE BINARY IS NOT (s."price" * 100) OR t."half" COLLATE BINARY IS NOT (s."ratio" / 2) OR t."kept" COLLATE BINARY IS NOT (s."note") OR NOT (typeof(CAST((substr(t."tag", 2)) AS TEXT)) = typeof(s."code") AND CAST((substr(t."tag", 2)) AS TEXT) COLLATE BINARY IS s."code") OR NOT (typeof(CAST((t."cents" / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST((t."cents" / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") OR NOT (typeof(CAST((t."half" * 2) AS REAL)) = typeof(s."ratio") AND CAST((t."half" * 2) AS REAL) COLLATE BINARY IS s."ratio"))

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "number" AS "id", CAST((substr("tag", 2)) AS TEXT) AS "code", CAST(("cents" / 100.0) AS NUMERIC) AS "price", CAST(("half" * 2) AS REAL) AS "ratio", "remark" AS "note", "more" AS "extra", "loud" AS "loud", CAST(NULL AS TEXT) AS "unread" FROM "main"."tasks") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "main"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept")
  SELECT CASE WHEN (typeof(CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT)) = typeof(s."code") AND CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT) COLLATE BINARY IS s."code") AND (typeof(CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") AND (typeof(CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL)) = typeof(s."ratio") AND CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN s."id" ELSE json('zdm: v2 cannot give this row of main.jobs back' || substr(s."id", 1, 0)) END, s."note", s."extra", ('#' || s."code"), (s."price" * 100), (s."ratio" / 2), (s."note") FROM "main"."jobs" AS s
  WHERE 1 = 1
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept"

-- * extra
SELECT json_object('id', x."id"), 'extra', NULL FROM (SELECT t."number" AS "id" FROM "main"."tasks" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."jobs" AS s
  WHERE t."number" = s."id")) AS x

-- * firstChunk
SELECT json_group_array(json_object('id', c."id")), count(*), json_extract(json_group_array(json_object('id', c."id")), '$[#-1]') FROM (SELECT s."id" FROM "main"."jobs" AS s ORDER BY s."id" LIMIT ?) AS c

-- * insertAbsent
INSERT INTO "main"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept")
  SELECT CASE WHEN (typeof(CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT)) = typeof(s."code") AND CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT) COLLATE BINARY IS s."code") AND (typeof(CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") AND (typeof(CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL)) = typeof(s."ratio") AND CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN s."id" ELSE json('zdm: v2 cannot give this row of main.jobs back' || substr(s."id", 1, 0)) END, s."note", s."extra", ('#' || s."code"), (s."price" * 100), (s."ratio" / 2), (s."note") FROM "main"."jobs" AS s
  WHERE (s."id") IN (SELECT json_extract(k.value, '$."id"') AS "id" FROM json_each(?) AS k)
  ON CONFLICT ("number") DO NOTHING

-- * ledgerAdd
INSERT INTO "main"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'main.jobs', CAST(e.value AS text), r.reason FROM json_each(?) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
-- none

-- * lockV2
-- none

-- * nextChunk
SELECT json_group_array(json_object('id', c."id")), count(*), json_extract(json_group_array(json_object('id', c."id")), '$[#-1]') FROM (SELECT s."id" FROM "main"."jobs" AS s
  WHERE (s."id") > (json_extract(?, '$."id"')) ORDER BY s."id" LIMIT ?) AS c

-- * referencesToV2
SELECT 1 FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
  WHERE m.type = 'table' AND lower(f."table") IN (lower('tasks')) LIMIT 1

-- * upsert
INSERT INTO "main"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept")
  SELECT CASE WHEN (typeof(CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT)) = typeof(s."code") AND CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT) COLLATE BINARY IS s."code") AND (typeof(CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") AND (typeof(CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL)) = typeof(s."ratio") AND CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN s."id" ELSE json('zdm: v2 cannot give this row of main.jobs back' || substr(s."id", 1, 0)) END, s."note", s."extra", ('#' || s."code"), (s."price" * 100), (s."ratio" / 2), (s."note") FROM "main"."jobs" AS s
  WHERE (s."id") IN (SELECT json_extract(k.value, '$."id"') AS "id" FROM json_each(?) AS k)
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept"

-- * upsertLocking
INSERT INTO "main"."tasks" ("number", "remark", "more", "tag", "cents", "half", "kept")
  SELECT CASE WHEN (typeof(CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT)) = typeof(s."code") AND CAST((substr((CASE WHEN typeof(('#' || s."code")) IN ('integer', 'real') THEN CAST(('#' || s."code") AS TEXT) ELSE ('#' || s."code") END), 2)) AS TEXT) COLLATE BINARY IS s."code") AND (typeof(CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC)) = typeof(s."price") AND CAST(((CASE typeof((s."price" * 100)) WHEN 'real' THEN CASE WHEN (s."price" * 100) = CAST((s."price" * 100) AS INTEGER) THEN CAST((s."price" * 100) AS INTEGER) ELSE (s."price" * 100) END WHEN 'text' THEN CASE WHEN length((s."price" * 100)) BETWEEN 1 AND 15 AND ((s."price" * 100) NOT GLOB '*[^0-9]*' OR ((s."price" * 100) GLOB '-[0-9]*' AND substr((s."price" * 100), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."price" * 100) AS INTEGER) WHEN (s."price" * 100) = '' OR (s."price" * 100) GLOB '*[^0-9.eE+ 	
-]*' OR (s."price" * 100) GLOB '*[0-9]-[0-9]*' THEN (s."price" * 100) ELSE json('zdm: whether v2 takes this text for a number' || (s."price" * 100)) END ELSE (s."price" * 100) END) / 100.0) AS NUMERIC) COLLATE BINARY IS s."price") AND (typeof(CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL)) = typeof(s."ratio") AND CAST(((CASE typeof((s."ratio" / 2)) WHEN 'integer' THEN CAST((s."ratio" / 2) AS REAL) WHEN 'text' THEN CASE WHEN length((s."ratio" / 2)) BETWEEN 1 AND 15 AND ((s."ratio" / 2) NOT GLOB '*[^0-9]*' OR ((s."ratio" / 2) GLOB '-[0-9]*' AND substr((s."ratio" / 2), 2) NOT GLOB '*[^0-9]*')) THEN CAST((s."ratio" / 2) AS REAL) WHEN (s."ratio" / 2) = '' OR (s."ratio" / 2) GLOB '*[^0-9.eE+ 	
-]*' OR (s."ratio" / 2) GLOB '*[0-9]-[0-9]*' THEN (s."ratio" / 2) ELSE json('zdm: whether v2 takes this text for a number' || (s."ratio" / 2)) END ELSE (s."ratio" / 2) END) * 2) AS REAL) COLLATE BINARY IS s."ratio") THEN s."id" ELSE json('zdm: v2 cannot give this row of main.jobs back' || substr(s."id", 1, 0)) END, s."note", s."extra", ('#' || s."code"), (s."price" * 100), (s."ratio" / 2), (s."note") FROM "main"."jobs" AS s
  WHERE (s."id") IN (SELECT json_extract(k.value, '$."id"') AS "id" FROM json_each(?) AS k)
  ON CONFLICT ("number") DO UPDATE SET "remark" = excluded."remark", "more" = excluded."more", "tag" = excluded."tag", "cents" = excluded."cents", "half" = excluded."half", "kept" = excluded."kept"

-- * up tag over main.jobs
SELECT '#' || "code" FROM "main"."jobs"

-- * up cents over main.jobs
SELECT "price" * 100 FROM "main"."jobs"

-- * up half over main.jobs
SELECT "ratio" / 2 FROM "main"."jobs"

-- * up kept over main.jobs
SELECT "note" FROM "main"."jobs"

-- * down code over main.tasks
SELECT CAST((substr("tag", 2)) AS TEXT) FROM "main"."tasks"

-- * down price over main.tasks
SELECT CAST(("cents" / 100.0) AS NUMERIC) FROM "main"."tasks"

-- * down ratio over main.tasks
SELECT CAST(("half" * 2) AS REAL) FROM "main"."tasks"
