-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "job" AS "job", "n" AS "No", "qty" AS "qty" FROM "main"."lines_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "main"."lines"), (SELECT count(*) FROM "main"."lines_v2" AS t)

-- * deleteAbsent
DELETE FROM "main"."lines_v2" AS t
  WHERE (t."job", t."n") IN (SELECT json_extract(k.value, '$."job"') AS "job", json_extract(k.value, '$."No"') AS "No" FROM json_each(?) AS k) AND NOT EXISTS (SELECT 1 FROM "main"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")

-- * deletePresent
DELETE FROM "main"."lines_v2" AS t
  WHERE (t."job", t."n") IN (SELECT json_extract(k.value, '$."job"') AS "job", json_extract(k.value, '$."No"') AS "No" FROM json_each(?) AS k) AND EXISTS (SELECT 1 FROM "main"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")

-- * differences
SELECT json_object('job', s."job", 'No', s."No") AS row_key, CASE WHEN t."job" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."job" IS NULL THEN NULL WHEN t."job" COLLATE BINARY IS NOT s."job" THEN 'job' WHEN t."n" COLLATE BINARY IS NOT s."No" THEN 'n' WHEN t."qty" COLLATE BINARY IS NOT s."qty" THEN 'qty' END AS column_name FROM "main"."lines" AS s
  LEFT JOIN "main"."lines_v2" AS t ON t."job" = s."job" AND t."n" = s."No"
  WHERE t."job" IS NULL OR t."job" COLLATE BINARY IS NOT s."job" OR t."n" COLLATE BINARY IS NOT s."No" OR t."qty" COLLATE BINARY IS NOT s."qty"
  UNION ALL
  SELECT json_object('job', x."job", 'No', x."No"), 'extra', NULL FROM (SELECT t."job" AS "job", t."n" AS "No" FROM "main"."lines_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")) AS x

-- * differencesOfKeys
SELECT json_object('job', s."job", 'No', s."No") AS row_key, CASE WHEN t."job" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."job" IS NULL THEN NULL WHEN t."job" COLLATE BINARY IS NOT s."job" THEN 'job' WHEN t."n" COLLATE BINARY IS NOT s."No" THEN 'n' WHEN t."qty" COLLATE BINARY IS NOT s."qty" THEN 'qty' END AS column_name FROM "main"."lines" AS s
  LEFT JOIN "main"."lines_v2" AS t ON t."job" = s."job" AND t."n" = s."No"
  WHERE (s."job", s."No") IN (SELECT json_extract(k.value, '$."job"') AS "job", json_extract(k.value, '$."No"') AS "No" FROM json_each(?) AS k) AND (t."job" IS NULL OR t."job" COLLATE BINARY IS NOT s."job" OR t."n" COLLATE BINARY IS NOT s."No" OR t."qty" COLLATE BINARY IS NOT s."qty")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "job" AS "job", "n" AS "No", "qty" AS "qty" FROM "main"."lines_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "main"."lines_v2" ("job", "n", "qty")
  SELECT s."job", s."No", s."qty" FROM "main"."lines" AS s
  WHERE 1 = 1
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty"

-- * extra
SELECT json_object('job', x."job", 'No', x."No"), 'extra', NULL FROM (SELECT t."job" AS "job", t."n" AS "No" FROM "main"."lines_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."lines" AS s
  WHERE t."job" = s."job" AND t."n" = s."No")) AS x

-- * firstChunk
SELECT json_group_array(json_object('job', c."job", 'No', c."No")), count(*), json_extract(json_group_array(json_object('job', c."job", 'No', c."No")), '$[#-1]') FROM (SELECT s."job", s."No" FROM "main"."lines" AS s ORDER BY s."job", s."No" LIMIT ?) AS c

-- * insertAbsent
INSERT INTO "main"."lines_v2" ("job", "n", "qty")
  SELECT s."job", s."No", s."qty" FROM "main"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT json_extract(k.value, '$."job"') AS "job", json_extract(k.value, '$."No"') AS "No" FROM json_each(?) AS k)
  ON CONFLICT ("job", "n") DO NOTHING

-- * ledgerAdd
INSERT INTO "main"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'main.lines', CAST(e.value AS text), r.reason FROM json_each(?) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
-- none

-- * lockV2
-- none

-- * nextChunk
SELECT json_group_array(json_object('job', c."job", 'No', c."No")), count(*), json_extract(json_group_array(json_object('job', c."job", 'No', c."No")), '$[#-1]') FROM (SELECT s."job", s."No" FROM "main"."lines" AS s
  WHERE (s."job", s."No") > (json_extract(?, '$."job"'), json_extract(?, '$."No"')) ORDER BY s."job", s."No" LIMIT ?) AS c

-- * referencesToV2
SELECT 1 FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
  WHERE m.type = 'table' AND lower(f."table") IN (lower('lines_v2')) LIMIT 1

-- * upsert
INSERT INTO "main"."lines_v2" ("job", "n", "qty")
  SELECT s."job", s."No", s."qty" FROM "main"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT json_extract(k.value, '$."job"') AS "job", json_extract(k.value, '$."No"') AS "No" FROM json_each(?) AS k)
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty"

-- * upsertLocking
INSERT INTO "main"."lines_v2" ("job", "n", "qty")
  SELECT s."job", s."No", s."qty" FROM "main"."lines" AS s
  WHERE (s."job", s."No") IN (SELECT json_extract(k.value, '$."job"') AS "job", json_extract(k.value, '$."No"') AS "No" FROM json_each(?) AS k)
  ON CONFLICT ("job", "n") DO UPDATE SET "qty" = excluded."qty"
