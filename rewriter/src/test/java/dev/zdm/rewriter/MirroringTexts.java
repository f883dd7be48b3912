package dev.zdm.rewriter;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mirroring.KeyedMirroring;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.mirroring.Mirroring.Half;
import dev.zdm.rewriter.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes of the {@link Workshop} on PostgreSQL, and the texts by which each is mirrored. */
final class MirroringTexts {
  static final CopyLimits BOUNDED = new CopyLimits(5000, 1000);

  /** One statement with all its rows kept: W1 returns them, and v2's follow in the same text. */
  private static final List<String> FUSED =
      List.of(
          "INSERT INTO jobs (id, code, price, ratio, note) VALUES (3, 'c', 2.25, 7, 'o'), (4, 'd',"
              + " 1, 0.3, NULL)",
          "INSERT INTO jobs AS j (id, code) VALUES (5, 'e') RETURNING note AS \"N\", j.* -- the end",
          "UPDATE lines AS l SET qty = l.qty + 1 FROM jobs WHERE jobs.id = l.job AND jobs.id = 1",
          "INSERT INTO marks VALUES (1, 1, 'w'), (1, 1, 'x') ON CONFLICT DO NOTHING",
          "INSERT INTO tools VALUES ('saw', 5), ('tap', 6) ON CONFLICT (name) DO UPDATE SET uses ="
              + " excluded.uses RETURNING name");

  /** W1 leaves its keys for the statement that follows it. */
  private static final List<String> TWO_STEP =
      List.of(
          "DELETE FROM tools WHERE uses > 1",
          "DELETE FROM marks AS m WHERE m.a = 1 RETURNING *",
          "DELETE FROM logs WHERE boss = 1",
          "UPDATE logs SET what = 'z'",
          "UPDATE tools SET name = name || '!' WHERE uses < 3",
          "UPDATE tools AS t SET name = 'pin' WHERE t.name = 'saw' RETURNING t.name, uses",
          "MERGE INTO tools USING (VALUES ('axe', 7), ('bit', 8)) AS n(title, used) ON tools.name ="
              + " n.title WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (n.title,"
              + " n.used)");

  /** What the database carries on into mapped children. */
  private static final List<String> CASCADING =
      List.of(
          "DELETE FROM jobs WHERE id = 1",
          "DELETE FROM jobs AS j WHERE id = 2 RETURNING j.id, code",
          "UPDATE jobs SET id = id + 10 WHERE id = 2",
          "UPDATE jobs SET id = 7 WHERE id = 2 RETURNING note",
          "DELETE FROM lines WHERE job = 1",
          "UPDATE lines SET \"No\" = \"No\" + 5",
          "DELETE FROM bosses WHERE id = 1",
          "UPDATE bosses SET id = 9 WHERE id = 2");

  /** Writes in a WITH, or behind one. */
  private static final List<String> HOISTED =
      List.of(
          "WITH d AS (DELETE FROM tools WHERE name = 'saw' RETURNING name AS gone, uses) SELECT gone,"
              + " uses + 1 AS more FROM d",
          "WITH d AS (DELETE FROM tools WHERE name = 'saw' RETURNING *), u AS (UPDATE tools SET uses"
              + " = 0 WHERE name = 'axe') INSERT INTO marks SELECT 1, 1, name FROM d",
          "WITH m AS (INSERT INTO marks VALUES (2, 1, 'q') RETURNING c) UPDATE tools SET uses = 4"
              + " WHERE name <> ALL (SELECT c FROM m) RETURNING name",
          "WITH m AS (DELETE FROM marks WHERE a = 1) INSERT INTO bosses VALUES (8)");

  private static final List<String> TRUNCATING =
      List.of(
          "TRUNCATE jobs CASCADE",
          "TRUNCATE TABLE tools, ONLY marks RESTART IDENTITY -- all of it");

  private MirroringTexts() {}

  static List<String> ofForm(String form) {
    return switch (form) {
      case "fused" -> FUSED;
      case "two-step" -> TWO_STEP;
      case "cascading" -> CASCADING;
      case "hoisted" -> HOISTED;
      case "truncating" -> TRUNCATING;
      default -> throw new IllegalArgumentException(form);
    };
  }

  static List<String> all() {
    return Stream.of(FUSED, TWO_STEP, CASCADING, HOISTED, TRUNCATING)
        .flatMap(List::stream)
        .toList();
  }

  static Plan.Write write(String sql) {
    Plan plan = new Planner(Workshop.mapping(Dialect.POSTGRESQL), 0).plan(sql);
    if (plan instanceof Plan.Write write) {
      return write;
    }
    throw new IllegalArgumentException(sql + ": " + plan);
  }

  /** What the application may ask of the write. */
  static List<Answer> answers(Plan.Write write) {
    Mirroring mirroring = write.mirroring();
    if (mirroring.returning()) {
      return List.of(new Answer.Returning());
    }
    boolean hoisted = write.sql().startsWith("WITH");
    String key = write.table().key().get(0);
    return hoisted
        ? List.of(new Answer.Count())
        : List.of(new Answer.Count(), new Answer.Columns(List.of(key)));
  }

  /** What it does with the rows, besides the ways that end in a refusal. */
  static List<Half> halves(Mirroring mirroring) {
    return mirroring instanceof KeyedMirroring
        ? List.of(Half.values())
        : List.of(Half.COPY, Half.KEYS, Half.LEDGER);
  }

  /** Every text of the writes. */
  static Map<String, String> of(List<String> writes) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String sql : writes) {
      String n = writes.indexOf(sql) + 1 + ", ";
      Plan.Write write = write(sql);
      Mirroring mirroring = write.mirroring();
      texts.put(n + sql + "\n-- " + told(mirroring), "-- " + mirroring.form());
      for (Half half : halves(mirroring)) {
        for (Answer answer : answers(write)) {
          String name = n + half + ", " + answer.getClass().getSimpleName();
          Mirroring.Text text = mirroring.text(half, answer, BOUNDED);
          texts.put(name + ": answered after " + text.before(), text.sql());
        }
      }
      Answer first = answers(write).get(0);
      texts.put(n + "COPY, unbounded", mirroring.text(Half.COPY, first, CopyLimits.NONE).sql());
      if (!mirroring.moreKeys(BOUNDED).isEmpty()) {
        texts.put(n + "more keys", mirroring.moreKeys(BOUNDED));
      }
      if (mirroring instanceof KeyedMirroring keyed) {
        List<String> asked =
            mirroring.returning() ? List.of() : List.of(write.table().columns().get(1).v1());
        for (List<String> columns :
            asked.isEmpty() ? List.of(asked) : List.of(asked, List.<String>of())) {
          KeyedMirroring.Keyed of = keyed.keyed(columns);
          texts.put(n + "in a batch, " + columns + " and the keys " + of.keys(), of.sql());
        }
      }
    }
    return texts;
  }

  private static String told(Mirroring mirroring) {
    StringBuilder told = new StringBuilder("writes");
    mirroring.tables().forEach(table -> told.append(' ').append(table.v2()));
    told.append(mirroring.returning() ? "; returns rows" : "");
    told.append(mirroring.keepsRows() ? "; keeps its rows" : "");
    for (Mirroring.Owed owed : mirroring.owed()) {
      told.append("; owes ").append(owed.table().v2()).append(" by ").append(owed.setting());
      told.append(owed.partial() ? " and more" : "");
    }
    if (mirroring instanceof KeyedMirroring keyed && keyed.changesKey()) {
      told.append("; changes its key");
    }
    return told.toString();
  }
}
