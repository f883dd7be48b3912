-- Reads of wider columns on v2. IndexUseTest runs them all.

-- * SELECT id FROM jobs WHERE id > 97 AND price > 0
SELECT id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") AS jobs
  WHERE "zdm:id" > 97 AND price > 0

-- * SELECT id FROM jobs WHERE (id = 7 OR jobs.id BETWEEN 3 AND 5) AND NOT (id < 4)
SELECT id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") AS jobs
  WHERE ("zdm:id" = 7 OR jobs."zdm:id" BETWEEN 3 AND 5) AND NOT ("zdm:id" < 4)

-- * SELECT code FROM jobs ORDER BY id DESC LIMIT 3
SELECT code FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") AS jobs ORDER BY "zdm:id" DESC LIMIT 3

-- * SELECT j.id, code AS c FROM jobs j ORDER BY j.id LIMIT 3
SELECT j.id, code AS c FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") j ORDER BY j."zdm:id" LIMIT 3

-- * SELECT a.code, b.id FROM jobs a JOIN parts p ON p.job = a.id JOIN jobs b ON b.id = p.n WHERE a.code = '7'
SELECT a.code, b.id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks"
  WHERE "tag" IN (CAST(('#' || CAST('7' AS text)) AS text))) a JOIN (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job", "n" AS "zdm:n", "job" AS "zdm:job" FROM "public"."parts_v2") p ON p."zdm:job" = a."zdm:id" JOIN (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") b ON b."zdm:id" = p."zdm:n"
  WHERE a.code = '7'

-- * SELECT a.code, p.n FROM jobs a LEFT JOIN parts p ON (p.job = a.id) WHERE a.id = 7 ORDER BY p.n
SELECT a.code, p.n FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks"
  WHERE "number" IN ('7')) a
  LEFT JOIN (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job", "n" AS "zdm:n", "job" AS "zdm:job" FROM "public"."parts_v2") p ON (p."zdm:job" = a."zdm:id")
  WHERE a."zdm:id" = 7 ORDER BY p."zdm:n"

-- * SELECT count(*) AS n, min(p.n) FROM parts p WHERE p.job IN (7, 9)
SELECT count(*) AS n, min(p.n) FROM (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job", "n" AS "zdm:n", "job" AS "zdm:job" FROM "public"."parts_v2"
  WHERE "job" IN ('7', '9')) p
  WHERE p."zdm:job" IN (7, 9)

-- * SELECT id FROM jobs WHERE code = '7' AND EXISTS (SELECT 1 FROM parts p WHERE p.job = jobs.id)
SELECT id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks"
  WHERE "tag" IN (CAST(('#' || CAST('7' AS text)) AS text))) AS jobs
  WHERE code = '7' AND EXISTS (SELECT 1 FROM (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job", "n" AS "zdm:n", "job" AS "zdm:job" FROM "public"."parts_v2") p
  WHERE p."zdm:job" = jobs."zdm:id")

-- * SELECT p.n FROM parts p WHERE p.job IN (-1, 3, 4) ORDER BY p.n
SELECT p.n FROM (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job", "n" AS "zdm:n", "job" AS "zdm:job" FROM "public"."parts_v2"
  WHERE "job" IN ('-1', '3', '4')) p
  WHERE p."zdm:job" IN (-1, 3, 4) ORDER BY p."zdm:n"

-- * SELECT*FROM jobs WHERE id > 97 AND EXISTS (SELECT*FROM parts p WHERE p.job = 3)
SELECT jobs."id", jobs."code", jobs."price" FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") AS jobs
  WHERE "zdm:id" > 97 AND EXISTS (SELECT p."n", p."job" FROM (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job", "n" AS "zdm:n", "job" AS "zdm:job" FROM "public"."parts_v2") p
  WHERE p."zdm:job" = 3)

-- * SELECT DISTINCT ON (j.id)"j".*FROM jobs j WHERE j.id > 97
SELECT DISTINCT ON (j.id) j."id", j."code", j."price" FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") j
  WHERE j."zdm:id" > 97

-- * SELECT id FROM (SELECT id, code FROM jobs WHERE id <= 3) AS x ORDER BY id
SELECT id FROM (SELECT id, code FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") AS jobs
  WHERE "zdm:id" <= 3) AS x ORDER BY id

-- * SELECT * FROM jobs WHERE id > 97
SELECT  jobs."id", jobs."code", jobs."price"  FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") AS jobs
  WHERE "zdm:id" > 97

-- * SELECT j.*, id + 1 AS next, j.* FROM jobs j WHERE j.id > 97 ORDER BY j.id
SELECT  j."id", j."code", j."price" , id + 1 AS next,  j."id", j."code", j."price"  FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") j
  WHERE j."zdm:id" > 97 ORDER BY j."zdm:id"

-- * SELECT * FROM jobs j JOIN parts ON parts.job = j.id WHERE j.id = 3 ORDER BY n
SELECT  j."id", j."code", j."price", parts."n", parts."job"  FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks"
  WHERE "number" IN ('3')) j JOIN (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job", "n" AS "zdm:n", "job" AS "zdm:job" FROM "public"."parts_v2") AS parts ON parts."zdm:job" = j."zdm:id"
  WHERE j."zdm:id" = 3 ORDER BY n

-- * SELECT x.* FROM (SELECT * FROM jobs WHERE id > 97) x JOIN (SELECT 1 AS one) y ON true
SELECT x.* FROM (SELECT  jobs."id", jobs."code", jobs."price"  FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") AS jobs
  WHERE "zdm:id" > 97) x JOIN (SELECT 1 AS one) y ON true

-- * SELECT j.*, y.* FROM jobs j JOIN (SELECT 98 AS one) y ON j.id = y.one
SELECT  j."id", j."code", j."price" , y.* FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price", "number" AS "zdm:id" FROM "public"."tasks") j JOIN (SELECT 98 AS one) y ON j."zdm:id" = y.one

-- * as it is: SELECT *, p.n FROM jobs j JOIN (SELECT 1 AS n) p ON j.id > 97
SELECT *, p.n FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") j JOIN (SELECT 1 AS n) p ON j.id > 97

-- * as it is: SELECT * FROM jobs a JOIN jobs b USING (id) WHERE a.id > 97
SELECT * FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") a JOIN (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") b USING (id)
  WHERE a.id > 97

-- * as it is: SELECT (SELECT j.code FROM (SELECT j.*) AS x) AS c FROM jobs j WHERE j.id > 97
SELECT (SELECT j.code FROM (SELECT j.*) AS x) AS c FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") j
  WHERE j.id > 97

-- * as it is: SELECT count(j.*) AS n FROM jobs j WHERE j.id > 7
SELECT count(j.*) AS n FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") j
  WHERE j.id > 7

-- * as it is: SELECT a.id FROM jobs a NATURAL JOIN jobs b WHERE a.id > 7
SELECT a.id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") a NATURAL JOIN (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") b
  WHERE a.id > 7

-- * as it is: SELECT id + 1 AS id FROM jobs ORDER BY id
SELECT id + 1 AS id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") AS jobs ORDER BY id

-- * as it is: SELECT DISTINCT id FROM jobs ORDER BY id
SELECT DISTINCT id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") AS jobs ORDER BY id

-- * as it is: SELECT id FROM jobs GROUP BY id HAVING id > 7 ORDER BY id
SELECT id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") AS jobs GROUP BY id HAVING id > 7 ORDER BY id

-- * as it is: SELECT id FROM jobs j(code, id) WHERE id > '7' ORDER BY j.id
SELECT id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") j(code, id)
  WHERE id > '7' ORDER BY j.id

-- * as it is: SELECT j.row_to_json FROM jobs j WHERE j.id > 97
SELECT j.row_to_json FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") j
  WHERE j.id > 97

-- * as it is: SELECT * FROM jobs j JOIN parts p ON p.job = 3 WHERE j.* IS NOT NULL ORDER BY p.n, j.code
SELECT * FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") j JOIN (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job" FROM "public"."parts_v2") p ON p.job = 3
  WHERE j.* IS NOT NULL ORDER BY p.n, j.code

-- * as it is: SELECT j.id, x.code FROM generate_series(1, 2) j(id), LATERAL (SELECT j.id, jobs.code FROM jobs ORDER BY id DESC, jobs.code LIMIT 1) x ORDER BY 1
SELECT j.id, x.code FROM generate_series(1, 2) j(id), LATERAL (SELECT j.id, jobs.code FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") AS jobs ORDER BY id DESC, jobs.code LIMIT 1) x ORDER BY 1

-- * as it is: SELECT count(*) AS n FROM jobs WHERE id = '7'::oid OR id <> 'jobs'::regclass
SELECT count(*) AS n FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") AS jobs
  WHERE id = '7'::oid OR id <> 'jobs'::regclass

-- * as it is: SELECT count(*) AS n FROM jobs WHERE id = '7'
SELECT count(*) AS n FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks"
  WHERE "number" IN ('7')) AS jobs
  WHERE id = '7'

-- * as it is: SELECT count(*) AS n FROM jobs WHERE id = ANY(ARRAY[3, 4])
SELECT count(*) AS n FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") AS jobs
  WHERE id = ANY(ARRAY[3, 4])

-- * as it is: SELECT id FROM jobs WHERE id + 0 > 7 AND id <@ int4range(1, 90)
SELECT id FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") AS jobs
  WHERE id + 0 > 7 AND id <@ int4range(1, 90)

-- * as it is: SELECT count(*) AS n FROM jobs j GROUP BY j.id HAVING j.id > 97 AND count(*) > (SELECT count(*) FROM parts p WHERE p.n + 1000 = j.id)
SELECT count(*) AS n FROM (SELECT CAST("number" AS integer) AS "id", CAST((substr("tag", 2)) AS text) AS "code", CAST(("cents" / 100.0) AS numeric) AS "price" FROM "public"."tasks") j GROUP BY j.id HAVING j.id > 97 AND count(*) > (SELECT count(*) FROM (SELECT CAST("n" AS smallint) AS "n", CAST("job" AS integer) AS "job" FROM "public"."parts_v2") p
  WHERE p.n + 1000 = j.id)
