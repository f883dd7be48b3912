-- The texts that copy the rows of one table. WorkshopTest has the database take them all;
-- RowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say that such texts do what they should.

-- * v1's rows out of v2's
SELECT * FROM (SELECT "at" AS "at", "what" AS "what", "boss" AS "boss" FROM "main"."logs_v2") AS t

-- * counts
SELECT (SELECT count(*) FROM "main"."logs"), (SELECT count(*) FROM "main"."logs_v2" AS t)

-- * deleteAbsent
DELETE FROM "main"."logs_v2" AS t
  WHERE (t."at") IN (SELECT json_extract(k.value, '$."at"') AS "at" FROM json_each(?) AS k) AND NOT EXISTS (SELECT 1 FROM "main"."logs" AS s
  WHERE t."at" = s."at")

-- * deletePresent
DELETE FROM "main"."logs_v2" AS t
  WHERE (t."at") IN (SELECT json_extract(k.value, '$."at"') AS "at" FROM json_each(?) AS k) AND EXISTS (SELECT 1 FROM "main"."logs" AS s
  WHERE t."at" = s."at")

-- * differences
SELECT json_object('at', s."at") AS row_key, CASE WHEN t."at" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."at" IS NULL THEN NULL WHEN t."at" COLLATE BINARY IS NOT s."at" THEN 'at' WHEN t."what" COLLATE BINARY IS NOT s."what" THEN 'what' WHEN t."boss" COLLATE BINARY IS NOT s."boss" THEN 'boss' END AS column_name FROM "main"."logs" AS s
  LEFT JOIN "main"."logs_v2" AS t ON t."at" = s."at"
  WHERE t."at" IS NULL OR t."at" COLLATE BINARY IS NOT s."at" OR t."what" COLLATE BINARY IS NOT s."what" OR t."boss" COLLATE BINARY IS NOT s."boss"
  UNION ALL
  SELECT json_object('at', x."at"), 'extra', NULL FROM (SELECT t."at" AS "at" FROM "main"."logs_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."logs" AS s
  WHERE t."at" = s."at")) AS x

-- * differencesOfKeys
SELECT json_object('at', s."at") AS row_key, CASE WHEN t."at" IS NULL THEN 'missing' ELSE 'different' END AS kind, CASE WHEN t."at" IS NULL THEN NULL WHEN t."at" COLLATE BINARY IS NOT s."at" THEN 'at' WHEN t."what" COLLATE BINARY IS NOT s."what" THEN 'what' WHEN t."boss" COLLATE BINARY IS NOT s."boss" THEN 'boss' END AS column_name FROM "main"."logs" AS s
  LEFT JOIN "main"."logs_v2" AS t ON t."at" = s."at"
  WHERE (s."at") IN (SELECT json_extract(k.value, '$."at"') AS "at" FROM json_each(?) AS k) AND (t."at" IS NULL OR t."at" COLLATE BINARY IS NOT s."at" OR t."what" COLLATE BINARY IS NOT s."what" OR t."boss" COLLATE BINARY IS NOT s."boss")

-- * explainDown
EXPLAIN
  SELECT * FROM (SELECT "at" AS "at", "what" AS "what", "boss" AS "boss" FROM "main"."logs_v2") AS t

-- * explainUp
EXPLAIN
  INSERT INTO "main"."logs_v2" ("at", "what", "boss")
  SELECT s."at", s."what", s."boss" FROM "main"."logs" AS s
  WHERE 1 = 1
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss"

-- * extra
SELECT json_object('at', x."at"), 'extra', NULL FROM (SELECT t."at" AS "at" FROM "main"."logs_v2" AS t
  WHERE NOT EXISTS (SELECT 1 FROM "main"."logs" AS s
  WHERE t."at" = s."at")) AS x

-- * firstChunk
SELECT json_group_array(json_object('at', c."at")), count(*), json_extract(json_group_array(json_object('at', c."at")), '$[#-1]') FROM (SELECT s."at" FROM "main"."logs" AS s ORDER BY s."at" LIMIT ?) AS c

-- * insertAbsent
INSERT INTO "main"."logs_v2" ("at", "what", "boss")
  SELECT s."at", s."what", s."boss" FROM "main"."logs" AS s
  WHERE (s."at") IN (SELECT json_extract(k.value, '$."at"') AS "at" FROM json_each(?) AS k)
  ON CONFLICT ("at") DO NOTHING

-- * ledgerAdd
INSERT INTO "main"."zdm_ledger" (table_name, row_key, reason)
  SELECT 'main.logs', CAST(e.value AS text), r.reason FROM json_each(?) AS e
  CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r

-- * lockV1
-- none

-- * lockV2
-- none

-- * nextChunk
SELECT json_group_array(json_object('at', c."at")), count(*), json_extract(json_group_array(json_object('at', c."at")), '$[#-1]') FROM (SELECT s."at" FROM "main"."logs" AS s
  WHERE (s."at") > (json_extract(?, '$."at"')) ORDER BY s."at" LIMIT ?) AS c

-- * referencesToV2
SELECT 1 FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
  WHERE m.type = 'table' AND lower(f."table") IN (lower('logs_v2')) LIMIT 1

-- * upsert
INSERT INTO "main"."logs_v2" ("at", "what", "boss")
  SELECT s."at", s."what", s."boss" FROM "main"."logs" AS s
  WHERE (s."at") IN (SELECT json_extract(k.value, '$."at"') AS "at" FROM json_each(?) AS k)
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss"

-- * upsertLocking
INSERT INTO "main"."logs_v2" ("at", "what", "boss")
  SELECT s."at", s."what", s."boss" FROM "main"."logs" AS s
  WHERE (s."at") IN (SELECT json_extract(k.value, '$."at"') AS "at" FROM json_each(?) AS k)
  ON CONFLICT ("at") DO UPDATE SET "at" = excluded."at", "what" = excluded."what", "boss" = excluded."boss"
