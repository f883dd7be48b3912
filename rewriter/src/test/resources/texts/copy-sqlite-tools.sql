-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "title" AS "name", "uses" AS "uses" FROM "main"."tools_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "main"."tools"), (SELECT count(*) FROM "main"."tools_v2" AS t)

-- * deleteAbsent
DELETE FROM "main"."tools_v2" AS t
  WHERE (t."title") IN (SELECT json_extract(k.value, '$."name"') AS "name" FROM json_each(?) AS k) AND NOT EXISTS (SELECT 1 FROM "main"."tools" AS s
  WHERE t."title" = s."name")

-- * deletePresent
DELETE FROM "main"."tools_v2" AS t
  WHERE (t."title") IN (SELECT json_extract(k.value, '$."name"') AS "name" FROM json_each(?) AS k) AND EXISTS (SELECT 1 FROM "main"."tools" AS s
  WHERE t."title" = s."name")

-- * differences
SELECT json_object('name', s."name") AS row_key, CASE WHEN t."title" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."title" IS NULL THEN NULL WHEN t."title" COLLATE BINARY IS NOT s."name" THEN 'title' WHEN t."uses" COLLATE BINARY IS NOT s."uses" THEN 'uses' END AS column_name FROM "main"."tools" AS s
  LEFT JOIN "main"."tools_v2" AS t ON t."title" = s."name"
  WHERE t."title" IS NULL OR t."title" COLLATE BINARY IS NOT s."name" OR t."uses" COLLATE BINARY IS NOT s."uses"
  UNION ALL
  SELECT json_object('name', x."name"), 'extra', NULL FROM (SELECT t."title" AS "name" FROM "main"."tools_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."tools" AS s
  WHERE t."title" = s."name")) AS x

-- * differencesOfKeys
SELECT json_object('name', s."name") AS row_key, CASE WHEN t."title" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."title" IS NULL THEN NULL WHEN t."title" COLLATE BINARY IS NOT s."name" THEN 'title' WHEN t."uses" COLLATE BINARY IS NOT s."uses" THEN 'uses' END AS column_name FROM "main"."tools" AS s
  LEFT JOIN "main"."tools_v2" AS t ON t."title" = s."name"
  WHERE (s."name") IN (SELECT json_extract(k.value, '$."name"') AS "name" FROM json_each(?) AS k) AND (t."title" IS NULL OR t."title" COLLATE BINARY IS NOT s."name" OR t."uses" COLLATE BINARY IS NOT s."uses")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "title" AS "name", "uses" AS "uses" FROM "main"."tools_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "main"."tools_v2" ("title", "uses")
  SELECT s."name", s."uses" FROM "main"."tools" AS s
  WHERE 1 = 1
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses"

-- * extra
SELECT json_object('name', x."name"), 'extra', NULL FROM (SELECT t."title" AS "name" FROM "main"."tools_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."tools" AS s
  WHERE t."title" = s."name")) AS x

-- * firstChunk
SELECT json_group_array(json_object('name', c."name")), count(*), json_extract(json_group_array(json_object('name', c."name")), '$[#-1]') FROM (SELECT s."name" FROM "main"."tools" AS s ORDER BY s."name" LIMIT ?) AS c

-- * insertAbsent
INSERT INTO "main"."tools_v2" ("title", "uses")
  SELECT s."name", s."uses" FROM "main"."tools" AS s
  WHERE (s."name") IN (SELECT json_extract(k.value, '$."name"') AS "name" FROM json_each(?) AS k)
  ON CONFLICT ("title") DO NOTHING

-- * ledgerAdd
INSERT INTO "main"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'main.tools', CAST(e.value AS text), r.reason FROM json_each(?) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
-- none

-- * lockV2
-- none

-- * nextChunk
SELECT json_group_array(json_object('name', c."name")), count(*), json_extract(json_group_array(json_object('name', c."name")), '$[#-1]') FROM (SELECT s."name" FROM "main"."tools" AS s
  WHERE (s."name") > (json_extract(?, '$."name"')) ORDER BY s."name" LIMIT ?) AS c

-- * referencesToV2
SELECT 1 FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
  WHERE m.type = 'table' AND lower(f."table") IN (lower('tools_v2')) LIMIT 1

-- * upsert
INSERT INTO "main"."tools_v2" ("title", "uses")
  SELECT s."name", s."uses" FROM "main"."tools" AS s
  WHERE (s."name") IN (SELECT json_extract(k.value, '$."name"') AS "name" FROM json_each(?) AS k)
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses"

-- * upsertLocking
INSERT INTO "main"."tools_v2" ("title", "uses")
  SELECT s."name", s."uses" FROM "main"."tools" AS s
  WHERE (s."name") IN (SELECT json_extract(k.value, '$."name"') AS "name" FROM json_each(?) AS k)
  ON CONFLICT ("title") DO UPDATE SET "title" = excluded."title", "uses" = excluded."uses"
