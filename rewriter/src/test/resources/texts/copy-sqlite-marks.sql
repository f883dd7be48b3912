-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "a" AS "a", "b" AS "b", "c" AS "c" FROM "main"."marks_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "main"."marks"), (SELECT count(*) FROM "main"."marks_v2" AS t)

-- * deleteAbsent
DELETE FROM "main"."marks_v2" AS t
  WHERE (t."a", t."b", t."c") IN (SELECT json_extract(k.value, '$."a"') AS "a", json_extract(k.value, '$."b"') AS "b", json_extract(k.value, '$."c"') AS "c" FROM json_each(?) AS k) AND NOT EXISTS (SELECT 1 FROM "main"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")

-- * deletePresent
DELETE FROM "main"."marks_v2" AS t
  WHERE (t."a", t."b", t."c") IN (SELECT json_extract(k.value, '$."a"') AS "a", json_extract(k.value, '$."b"') AS "b", json_extract(k.value, '$."c"') AS "c" FROM json_each(?) AS k) AND EXISTS (SELECT 1 FROM "main"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")

-- * differences
SELECT json_object('a', s."a", 'b', s."b", 'c', s."c") AS row_key, CASE WHEN t."a" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."a" IS NULL THEN NULL WHEN t."a" COLLATE BINARY IS NOT s."a" THEN 'a' WHEN t."b" COLLATE BINARY IS NOT s."b" THEN 'b' WHEN t."c" COLLATE BINARY IS NOT s."c" THEN 'c' END AS column_name FROM "main"."marks" AS s
  LEFT JOIN "main"."marks_v2" AS t ON t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c"
  WHERE t."a" IS NULL OR t."a" COLLATE BINARY IS NOT s."a" OR t."b" COLLATE BINARY IS NOT s."b" OR t."c" COLLATE BINARY IS NOT s."c"
  UNION ALL
  SELECT json_object('a', x."a", 'b', x."b", 'c', x."c"), 'extra', NULL FROM (SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "main"."marks_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")) AS x

-- * differencesOfKeys
SELECT json_object('a', s."a", 'b', s."b", 'c', s."c") AS row_key, CASE WHEN t."a" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."a" IS NULL THEN NULL WHEN t."a" COLLATE BINARY IS NOT s."a" THEN 'a' WHEN t."b" COLLATE BINARY IS NOT s."b" THEN 'b' WHEN t."c" COLLATE BINARY IS NOT s."c" THEN 'c' END AS column_name FROM "main"."marks" AS s
  LEFT JOIN "main"."marks_v2" AS t ON t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c"
  WHERE (s."a", s."b", s."c") IN (SELECT json_extract(k.value, '$."a"') AS "a", json_extract(k.value, '$."b"') AS "b", json_extract(k.value, '$."c"') AS "c" FROM json_each(?) AS k) AND (t."a" IS NULL OR t."a" COLLATE BINARY IS NOT s."a" OR t."b" COLLATE BINARY IS NOT s."b" OR t."c" COLLATE BINARY IS NOT s."c")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "a" AS "a", "b" AS "b", "c" AS "c" FROM "main"."marks_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "main"."marks_v2" ("a", "b", "c")
  SELECT s."a", s."b", s."c" FROM "main"."marks" AS s
  WHERE 1 = 1
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c"

-- * extra
SELECT json_object('a', x."a", 'b', x."b", 'c', x."c"), 'extra', NULL FROM (SELECT t."a" AS "a", t."b" AS "b", t."c" AS "c" FROM "main"."marks_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."marks" AS s
  WHERE t."a" = s."a" AND t."b" = s."b" AND t."c" = s."c")) AS x

-- * firstChunk
SELECT json_group_array(json_object('a', c."a", 'b', c."b", 'c', c."c")), count(*), json_extract(json_group_array(json_object('a', c."a", 'b', c."b", 'c', c."c")), '$[#-1]') FROM (SELECT s."a", s."b", s."c" FROM "main"."marks" AS s ORDER BY s."a", s."b", s."c" LIMIT ?) AS c

-- * insertAbsent
INSERT INTO "main"."marks_v2" ("a", "b", "c")
  SELECT s."a", s."b", s."c" FROM "main"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT json_extract(k.value, '$."a"') AS "a", json_extract(k.value, '$."b"') AS "b", json_extract(k.value, '$."c"') AS "c" FROM json_each(?) AS k)
  ON CONFLICT ("a", "b", "c") DO NOTHING

-- * ledgerAdd
INSERT INTO "main"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'main.marks', CAST(e.value AS text), r.reason FROM json_each(?) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
-- none

-- * lockV2
-- none

-- * nextChunk
SELECT json_group_array(json_object('a', c."a", 'b', c."b", 'c', c."c")), count(*), json_extract(json_group_array(json_object('a', c."a", 'b', c."b", 'c', c."c")), '$[#-1]') FROM (SELECT s."a", s."b", s."c" FROM "main"."marks" AS s
  WHERE (s."a", s."b", s."c") > (json_extract(?, '$."a"'), json_extract(?, '$."b"'), json_extract(?, '$."c"')) ORDER BY s."a", s."b", s."c" LIMIT ?) AS c

-- * referencesToV2
SELECT 1 FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
  WHERE m.type = 'table' AND lower(f."table") IN (lower('marks_v2')) LIMIT 1

-- * upsert
INSERT INTO "main"."marks_v2" ("a", "b", "c")
  SELECT s."a", s."b", s."c" FROM "main"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT json_extract(k.value, '$."a"') AS "a", json_extract(k.value, '$."b"') AS "b", json_extract(k.value, '$."c"') AS "c" FROM json_each(?) AS k)
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c"

-- * upsertLocking
INSERT INTO "main"."marks_v2" ("a", "b", "c")
  SELECT s."a", s."b", s."c" FROM "main"."marks" AS s
  WHERE (s."a", s."b", s."c") IN (SELECT json_extract(k.value, '$."a"') AS "a", json_extract(k.value, '$."b"') AS "b", json_extract(k.value, '$."c"') AS "c" FROM json_each(?) AS k)
  ON CONFLICT ("a", "b", "c") DO UPDATE SET "c" = excluded."c"
