package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mirroring.KeyedMirroring;
import dev.zdm.rewriter.mirroring.MirroringForm;
import dev.zdm.rewriter.mirroring.PostgresMirroring;
import dev.zdm.rewriter.mirroring.WrittenStatement;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.RoutingKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything that is known of a statement, one line for each thing. */
final class PlanPage {
  private final Mapping mapping;
  private final List<WrittenStatement> written = new ArrayList<>();

  private PlanPage(Mapping mapping) {
    this.mapping = mapping;
  }

  /** By case, or by engine and text. */
  static Map<String, String> of(List<PlanCase> cases) {
    Map<String, String> pages = new LinkedHashMap<>();
    for (PlanCase given : cases) {
      String name = given.toString();
      for (int n = 2; pages.containsKey(name); n++) {
        name = given + " (" + n + ")";
      }
      pages.put(name, of(Shop.mapping(given.dialect()), given.sql()));
    }
    return pages;
  }

  static String of(Mapping mapping, String sql) {
    return new PlanPage(mapping).told(sql);
  }

  private String told(String sql) {
    MirroringForm form =
        (given, statement) -> {
          written.add(statement);
          return PostgresMirroring.of(given, statement);
        };
    Plan plan = new Planner(mapping, 0, Roles.V1_FIRST, form).plan(sql);
    StringBuilder page = new StringBuilder();
    page.append(PlanText.of(plan)).append("; ").append(names(plan.tables()));
    if (plan instanceof Plan.Unsupported refused) {
      String at = refused.position() < 0 ? "-" : rest(sql, refused.position());
      page.append("\nat ").append(at).append("; reaches ").append(names(refused.reaches()));
    } else if (plan instanceof Plan.Read read) {
      page.append("\nparameters ").append(read.parameters());
      read.routes().forEach(route -> page.append("\nroute ").append(route(route)));
    } else if (plan instanceof Plan.Several several) {
      several.parts().forEach(part -> page.append("\npart ").append(part.replace("\n", "\\n")));
    } else if (plan instanceof Plan.Write write) {
      page.append("\n").append(write.mirroring().form());
      if (write.mirroring() instanceof KeyedMirroring keyed) {
        page.append("; key parameters ").append(keyed.keyParameters());
      }
    }
    for (WrittenStatement w : written) {
      page.append("\n").append(w.operation()).append(" of ").append(w.target());
      page.append(w.changesKey() ? ", changes the key" : "");
      if (w.returningEnd() >= 0) {
        page.append(", returns ").append(w.returning()).append(" before '");
        page.append(rest(w.sql(), w.returningEnd())).append("'");
      }
    }
    return page.toString();
  }

  private static String rest(String sql, int at) {
    return sql.substring(at, Math.min(sql.length(), at + 20)).replace("\n", "\\n");
  }

  private static String route(RoutingKey route) {
    return route instanceof RoutingKey.Keys keys ? keys.types() + " " + keys.keys() : "none";
  }

  private String names(List<MappedTable> tables) {
    return tables.equals(mapping.tables())
        ? "all tables"
        : tables.stream().map(t -> t.v1().name()).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Statements about what only the {@link Workshop} has. */
  static Map<String, String> ofWorkshop() {
    Map<String, String> pages = new LinkedHashMap<>();
    for (Dialect dialect : Dialect.values()) {
      Mapping mapping = Workshop.mapping(dialect);
      for (String sql : dialect == Dialect.POSTGRESQL ? POSTGRES : SQLITE) {
        pages.put(dialect + ": " + sql.replace("\n", "\n-- "), of(mapping, sql));
      }
    }
    MirroringTexts.all()
        .forEach(sql -> pages.put(sql, of(Workshop.mapping(Dialect.POSTGRESQL), sql)));
    return pages;
  }

  private static final List<String> SQLITE =
      List.of(
          "SELECT * FROM jobs",
          "SELECT id, code FROM jobs WHERE id = 1",
          "SELECT secret FROM jobs",
          "SELECT unread FROM jobs",
          "SELECT max(id), note FROM jobs",
          "SELECT 'secret' FROM jobs",
          "SELECT 'x' FROM jobs, lines WHERE \"No\" = 1",
          "DELETE FROM jobs",
          "TRUNCATE jobs",
          "UPDATE OR IGNORE lines SET qty = 1",
          "UPDATE",
          "INSERT OR REPLACE INTO 'tools' VALUES ('a', 1)",
          "REPLACE INTO tools VALUES ('a', 1)",
          "WITH x AS (SELECT 1) DELETE FROM tools",
          "DELETE tools",
          "INSERT INTO tools DEFAULT VALUES; DELETE FROM marks",
          "INSERT OR ROLLBACK INTO tools DEFAULT VALUES; DELETE FROM marks",
          "DELETE FROM tools; SELECT 1; PRAGMA x",
          "DELETE FROM tools; COMMIT",
          "UPDATE 'tools' SET uses = 1",
          "UPDATE OR REPLACE tools SET uses = 1",
          "UPDATE 5 tools",
          "INSERT tools VALUES (1)",
          "INSERT INTO",
          "INSERT INTO 5 SELECT * FROM tools",
          "DELETE FROM 5, tools",
          "WITH x AS (SELECT 1) tools",
          "SELECT * FROM lines, jobs",
          "SELECT count(*), 2 * id, id * 2, (id * note) FROM jobs",
          "SELECT jobs.* FROM jobs",
          "SELECT id, * FROM jobs",
          "SELECT DISTINCT * FROM jobs",
          "SELECT ALL * FROM jobs",
          "SELECT json(*) FROM jobs",
          "SELECT f(id, *) FROM jobs",
          "SELECT 5 * FROM jobs",
          "SELECT id FROM (SELECT * FROM jobs)",
          "SELECT id FROM jobs NATURAL JOIN tools",
          "SELECT \"SECRET\" FROM jobs",
          "SELECT id FROM jobs AS j(a, b)",
          "SELECT (SELECT max(id) FROM lines) FROM jobs",
          "SELECT (SELECT max(jobs.id) FROM lines) FROM jobs",
          "SELECT (SELECT max(note) FROM lines) FROM jobs",
          "SELECT (SELECT max(qty) FROM lines) FROM jobs",
          "SELECT (SELECT max(l.qty) FROM lines l) FROM jobs",
          "SELECT (SELECT max(l.qty) FROM lines) FROM jobs l",
          "SELECT (SELECT count(qty) FILTER (WHERE note = 1) FROM lines) FROM jobs",
          "SELECT (SELECT count(*) FILTER (WHERE note = 1) FROM lines) FROM jobs",
          "SELECT (SELECT sum(x) FROM other) FROM jobs",
          "SELECT (SELECT sum(x) FROM lines) FROM jobs, other",
          "SELECT (SELECT sum(x) FROM lines, other) FROM jobs",
          "SELECT (SELECT sum(x) FROM (SELECT 1 AS x) y) FROM jobs",
          "SELECT (SELECT sum(x) FROM lines) FROM jobs",
          "SELECT (SELECT max(1) FROM lines) FROM jobs",
          "SELECT (SELECT abs(note) FROM lines) FROM jobs",
          "SELECT id FROM jobs WHERE (SELECT max(note + qty) FROM lines) > 1",
          "SELECT id FROM jobs WHERE (SELECT max((SELECT note)) FROM lines) > 1",
          "SELECT max(note) FROM jobs",
          "SELECT id FROM jobs UNION SELECT (SELECT max(uses) FROM tools) FROM lines");

  private static final List<String> POSTGRES =
      List.of(
          "SELECT * FROM jobs",
          "SELECT id, code, note, price FROM jobs j WHERE id = 1 AND code = 'x'",
          "SELECT j.secret FROM jobs j",
          "SELECT secret FROM lines, jobs",
          "SELECT count(*) FROM jobs WHERE secret IS NULL",
          "SELECT unread FROM jobs",
          "SELECT note FROM jobs NATURAL JOIN lines",
          "SELECT jobs FROM jobs",
          "SELECT id, note FROM jobs GROUP BY id",
          "SELECT note FROM jobs WHERE id IN (?, ?) AND code = ? LIMIT ?",
          "SELECT a FROM marks WHERE a = 1 AND b = 2 AND c = 'x'",
          "TRUNCATE jobs",
          "TRUNCATE jobs *, ONLY tools CASCADE",
          "TRUNCATE bosses CASCADE",
          "TRUNCATE bosses",
          "TRUNCATE other, public.lines CASCADE",
          "TRUNCATE other CASCADE",
          "TRUNCATE (jobs)",
          "TRUNCATE TABLE",
          "INSERT INTO bosses VALUES (1)",
          "INSERT INTO bosses VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 3",
          "UPDATE bosses SET name = 'x'",
          "UPDATE public.bosses b SET (id, name) = (1, 'x')",
          "UPDATE other.bosses SET id = 1",
          "MERGE INTO jobs USING lines ON true WHEN MATCHED THEN DELETE",
          "MERGE INTO bosses USING lines ON true WHEN MATCHED THEN DELETE",
          "MERGE INTO bosses USING lines ON true WHEN MATCHED THEN UPDATE SET name = 'x'",
          "UPDATE jobs SET note = 'x' WHERE CURRENT OF c",
          "DELETE FROM jobs WHERE current = 1",
          "UPDATE tools old SET name = 'x' RETURNING name",
          "UPDATE tools SET name = 'x' FROM jobs AS \"new\" RETURNING uses",
          "UPDATE tools SET name = 'x' RETURNING old.name AS was, new.name",
          "UPDATE tools old SET name = 'x'",
          "UPDATE jobs SET id = 2 RETURNING upper(note)",
          "UPDATE lines SET qty = 2 RETURNING WITH (OLD AS o) o.qty",
          "COPY bosses FROM STDIN",
          "COPY jobs FROM STDIN",
          "COPY jobs (id) TO STDOUT",
          "COPY (SELECT * FROM jobs) TO STDOUT",
          "COPY (DELETE FROM jobs RETURNING id) TO STDOUT",
          "COPY other FROM STDIN",
          "WITH d AS (DELETE FROM jobs) SELECT 1",
          "WITH d AS (UPDATE tools SET name = 'x') SELECT 1",
          "WITH d AS (DELETE FROM bosses) SELECT 1",
          "WITH d AS (DELETE FROM other RETURNING *) INSERT INTO tools SELECT * FROM d",
          "WITH d AS (DELETE FROM other) SELECT * FROM jobs",
          "WITH d AS (DELETE FROM tools) DELETE FROM jobs",
          "WITH d AS (DELETE FROM tools) MERGE INTO marks USING jobs ON true WHEN MATCHED THEN DELETE",
          "WITH d (x) AS NOT MATERIALIZED (DELETE FROM tools RETURNING name) SELECT x FROM d",
          "WITH d AS (DELETE FROM tools RETURNING upper(name)) SELECT 1",
          "WITH d AS (DELETE FROM tools), e AS (SELECT 1) UPDATE other SET x = 1",
          "WITH d AS (DELETE FROM tools WHERE CURRENT OF c) SELECT 1",
          "WITH d AS (DELETE tools) SELECT 1",
          "WITH d AS (DELETE FROM tools) WHAT 1",
          "INSERT INTO other WITH d AS (DELETE FROM tools RETURNING *) SELECT * FROM d",
          "INSERT INTO tools (uses, name) VALUES (?, ?)",
          "INSERT INTO tools VALUES (?, ?)",
          "INSERT INTO tools AS t VALUES (?, ?) RETURNING *",
          "INSERT INTO tools (NAME) VALUES (?)",
          "INSERT INTO tools (\"NAME\", uses) VALUES (?, ?)",
          "INSERT INTO tools VALUES (?, ?), (?, ?)",
          "INSERT INTO tools VALUES (? || 'x', ?)",
          "INSERT INTO tools VALUES (upper(?), ?)",
          "INSERT INTO tools (uses, name) VALUES (f(?, 1), ?)",
          "INSERT INTO tools (uses, name) VALUES ((?), (?))",
          "INSERT INTO tools (uses) VALUES (?)",
          "INSERT INTO tools (name, uses) SELECT ?, ?",
          "INSERT INTO tools (name, uses) VALUES (?)",
          "INSERT INTO tools (uses, name) VALUES (?)",
          "INSERT INTO tools DEFAULT VALUES",
          "INSERT INTO tools VALUES (?, ?) ON CONFLICT DO NOTHING",
          "INSERT INTO marks (c, b, a) OVERRIDING USER VALUE VALUES (?, ?, ?)",
          "INSERT INTO marks (c, b, a) VALUES (?, 5, ?)",
          "INSERT INTO marks (c, b, a) VALUES (?, ?, ?)",
          "INSERT INTO marks (a[1], b, c) VALUES (?, ?, ?)",
          "WITH x AS (SELECT ?) INSERT INTO tools VALUES (?, ?)",
          "INSERT INTO lines (qty, \"No\", job) VALUES (DEFAULT, ?, ?)",
          "INSERT INTO tools VALUES",
          "INSERT INTO tools (name",
          "INSERT INTO",
          "INSERT INTO ONLY (tools) VALUES (1)",
          "UPDATE ONLY (tools) SET uses = 1",
          "UPDATE tools * SET uses = 1",
          "UPDATE tools * AS t SET uses = 1",
          "UPDATE tools t SET (uses, name) = (1, 'x')",
          "UPDATE tools SET uses[name] = 1",
          "UPDATE tools SET uses = name = 'x', uses = 3",
          "UPDATE tools SET uses = 1 WHERE name = 'x'",
          "UPDATE tools SET uses = (1 IS DISTINCT FROM uses)::int, name = 'y' FROM jobs RETURNING *",
          "UPDATE tools SET uses = 1 WHERE uses IS DISTINCT FROM 1 RETURNING *",
          "DELETE FROM tools USING jobs RETURNING *",
          "DELETE FROM tools RETURNING tools.*, name n, uses AS \"U\", upper(name) up, name ISNULL",
          "DELETE FROM tools RETURNING name,",
          "DELETE FROM tools RETURNING",
          "DELETE FROM tools RETURNING jobs.*",
          "DELETE FROM tools AS t RETURNING t.*, public.t.name",
          "DELETE FROM tools AS t RETURNING tools.*",
          "DELETE FROM tools AS t RETURNING (name) x, name x, f(name) AS x",
          "DELETE FROM tools x y",
          "MERGE INTO tools t USING jobs ON true WHEN MATCHED THEN UPDATE SET uses = 1 WHEN NOT MATCHED"
              + " BY SOURCE THEN UPDATE SET name = 'x'",
          "MERGE INTO tools t USING jobs ON true WHEN MATCHED THEN UPDATE SET uses = CASE WHEN name ="
              + " 'x' THEN 1 END RETURNING t.*",
          "INSERT INTO tools VALUES ('a', 1); DELETE FROM marks; SELECT 1",
          "DELETE FROM tools; SET x = 1",
          "DELETE FROM tools; TRUNCATE other",
          "DELETE FROM tools; WITH x AS (SELECT 1) TABLE x",
          "SELECT * FROM jobs; SELECT 1",
          "DELETE FROM tools; COMMIT",
          "DELETE FROM tools; DROP TABLE jobs",
          "DELETE FROM tools; COPY jobs FROM STDIN",
          "CREATE RULE r AS ON DELETE TO tools DO ALSO (DELETE FROM marks; DELETE FROM lines)",
          "EXPLAIN (ANALYZE, VERBOSE) DELETE FROM tools",
          "EXPLAIN ANALYSE VERBOSE SELECT * FROM tools",
          "EXPLAIN ANALYZE",
          "EXPLAIN (COSTS OFF) DELETE FROM tools",
          "EXPLAIN ANALYZE INSERT INTO other SELECT * FROM tools",
          "CREATE UNIQUE INDEX i ON tools (uses)",
          "CREATE INDEX i ON tools (uses)",
          "CREATE UNIQUE x ON tools",
          "CREATE TABLE IF NOT EXISTS tools (x int)",
          "CREATE TABLE tools (x int)",
          "CREATE TABLE other AS SELECT * FROM tools",
          "CREATE TABLE other (x int) INHERITS (tools)",
          "CREATE TABLE other PARTITION OF tools FOR VALUES IN (1)",
          "CREATE VIEW v AS SELECT * FROM tools",
          "CALL tools()",
          "LOCK tools",
          "COMMENT ON TABLE tools IS 'x'",
          "DECLARE c CURSOR FOR SELECT * FROM tools",
          "FETCH FROM tools",
          "((SELECT * FROM tools))",
          "SELECT count(*), 2 * id, id * 2, (id * 3) FROM jobs",
          "SELECT lines.* FROM lines, jobs",
          "SELECT id, * FROM jobs",
          "SELECT 5 * FROM jobs",
          "SELECT id * FROM jobs",
          "SELECT (id * ) FROM jobs",
          "SELECT id FROM jobs AS j(a, b)",
          "SELECT id FROM jobs WHERE EXISTS (SELECT * FROM lines)",
          "SELECT U&\"\\0061\" FROM tools",
          "DELETE FROM tools WHERE U&\"\\0061\" = 1",
          "TRUNCATE U&\"tools\"",
          "U&\"tools\"",
          "DELETE FROM a.b.tools",
          "DELETE FROM other.tools",
          "DELETE FROM public.tools",
          "UPDATE a.b.bosses SET id = 1",
          "DELETE FROM \"Tools\"",
          "COPY tools TO STDOUT",
          "COPY tools FROM STDIN TO",
          "COPY a.b.tools FROM STDIN",
          "COPY other (tools) FROM STDIN",
          "CREATE TABLE IF NOT EXISTS other (tools int)",
          "CREATE TABLE IF tools",
          "CREATE TABLE IF NOT tools",
          "CREATE TABLE IF EXISTS tools",
          "CREATE TABLE 5 tools",
          "EXPLAIN SELECT * FROM tools",
          "EXPLAIN (ANALYZE) SELECT * FROM tools",
          "EXPLAIN (ANALYZE) SELECT * FROM tools FOR UPDATE",
          "EXPLAIN ANALYZE VERBOSE UPDATE tools SET uses = 1",
          "EXPLAIN (tools",
          "EXPLAIN VERBOSE WITH d AS (DELETE FROM tools) SELECT 1",
          "PREPARE p AS WITH d AS (DELETE FROM tools) SELECT 1",
          "CREATE TABLE x AS WITH d AS (DELETE FROM tools RETURNING *) TABLE d",
          "DELETE FROM tools RETURNING uses, uses + 1",
          "DELETE FROM tools RETURNING (name), name || 'x' AS y, 'x' z",
          "DELETE FROM tools RETURNING name NOTNULL",
          "DELETE FROM tools RETURNING 5.*",
          "DELETE FROM tools RETURNING a.tools.*",
          "DELETE FROM tools AS t RETURNING public.t.*",
          "DELETE FROM tools RETURNING *, name",
          "MERGE INTO other USING tools ON true WHEN MATCHED THEN DELETE",
          "WITH d (a, b) AS (DELETE FROM tools RETURNING name, uses) TABLE d",
          "WITH d ((a)) AS (DELETE FROM tools RETURNING name) TABLE d",
          "WITH x AS (SELECT (DELETE FROM tools)) SELECT 1",
          "WITH x AS (WITH d AS (DELETE FROM tools RETURNING 1) TABLE d) SELECT 1",
          "WITH d AS (DELETE FROM tools) TABLE other",
          "WITH d AS (DELETE FROM tools) VALUES (1)",
          "WITH d AS (DELETE FROM tools) UPDATE ONLY (marks) SET c = 'x'",
          "WITH RECURSIVE d AS MATERIALIZED (DELETE FROM public.tools t RETURNING t.*) SELECT 1",
          "SELECT 1; SELECT * FROM tools; SELECT * FROM jobs",
          "SELECT 1; DO 'BEGIN DELETE FROM tools; END'",
          "SELECT 1; SELECT 2 FROM bosses",
          "5 tools");
}
