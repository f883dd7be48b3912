package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.copy.ImageSql;
import dev.zdm.rewriter.copy.TurnedSql;
import dev.zdm.rewriter.copy.V2Insert;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.V1Shape;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TurnedWrite.Part;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import dev.zdm.rewriter.text.Withs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plans SQLite's writes where v2 answers. What has no form there is refused. */
public final class SqliteTurnedPlanner {
  private static final Dialect SQLITE = Dialect.SQLITE;

  private final Names names;
  private final Answers answers;
  private final Questions questions;

  public SqliteTurnedPlanner(Names names, Answers answers, Questions questions) {
    this.names = names;
    this.answers = answers;
    this.questions = questions;
  }

  public Plan plan(SqlText text) {
    try {
      return planned(text);
    } catch (Unclear e) {
      return e.refused(answers, text);
    }
  }

  private Plan planned(SqlText text) throws Unclear {
    for (int i = 0; i < text.size(); i++) {
      if (text.kind(i, Kind.NAMED_PARAMETER)) {
        throw new Unclear(i, "its parameters have names or numbers; write ?");
      }
    }
    if (Withs.part(text, 0) >= 0) {
      throw new Unclear(Withs.part(text, 0), "its WITH writes");
    }
    SqliteFrame frame = SqliteFrame.of(text);
    MappedTable table = names.resolve(text, frame.first(), frame.last());
    if (table == null) {
      if (names.reaching(text, frame.last()) != null) {
        throw new Unclear(frame.first(), "on v1 it reaches rows of mapped tables");
      }
      return answers.onPrimary(
          text, "writes %s, which is not mapped".formatted(text.name(frame.last())));
    }
    List<String> obstacles = names.mapping().shape(table).obstacles();
    if (!obstacles.isEmpty()) {
      throw new Unclear(frame.first(), obstacles.get(0));
    }
    return new Writing(text, frame, table).plan();
  }

  /** One statement being planned. */
  private final class Writing {
    private final Mapping mapping = names.mapping();
    private final SqlText text;
    private final SqliteFrame frame;
    private final MappedTable table;
    private final V1Shape shape;
    private final Clauses clauses;
    private final ImageSql image;
    private final TurnedSql turned;
    private final SqliteConflicts conflicts;

    Writing(SqlText text, SqliteFrame frame, MappedTable table) {
      this.text = text;
      this.frame = frame;
      this.table = table;
      this.shape = mapping.shape(table);
      this.clauses = new Clauses(text, table, shape);
      this.image = ImageSql.of(mapping, table);
      this.turned = new TurnedSql(SQLITE, table);
      this.conflicts = new SqliteConflicts(text, frame, table, shape, clauses, turned);
    }

    Plan plan() throws Unclear {
      int returning = clauses.next(frame.body(), "RETURNING");
      return switch (frame.operation()) {
        case INSERT -> inserted(returning);
        case UPDATE -> updated(returning);
        case DELETE -> deleted(returning);
        case OTHER -> throw new Unclear(frame.verb(), "its form is not known");
      };
    }

    private Plan plan(Part asked, Part write, int returning) throws Unclear {
      return plan(List.of(asked), List.of(write), returning);
    }

    /** The rows as they are put together, to several tables. */
    private Plan several(Targets targets, Part asked, int returning) throws Unclear {
      List<Part> write =
          image.write(targets, frame.operation()).stream()
              .map(sql -> new Part(sql, List.of()))
              .toList();
      return plan(List.of(asked), write, returning);
    }

    private void checkSeveral(boolean conflict, Collection<String> assigned) throws Unclear {
      if (!frame.or().isEmpty() || conflict) {
        throw new Unclear(frame.verb(), "OR and ON CONFLICT of a table that goes to several");
      }
      TargetWrites.check(table, frame.operation(), assigned, shape.referenced());
    }

    private Plan plan(List<Part> asked, List<Part> writes, int returning) throws Unclear {
      return new Plan.TurnedWrite(
          text.original(),
          table,
          frame.operation(),
          image.clear(),
          asked,
          writes,
          table.targets().isPresent()
                  || (turned.keepsGone() && frame.operation() == Operation.INSERT)
              ? image.counters(frame.operation())
              : "",
          returning(returning),
          frame.operation() == Operation.INSERT ? image.keepNumbers() : List.of());
    }

    private @Nullable Part returning(int token) throws Unclear {
      if (!text.word(token, "RETURNING")) {
        return null;
      }
      if (!frame.or().isEmpty() || text.find(frame.body(), "CONFLICT") >= 0) {
        throw new Unclear(token, "RETURNING where rows may be left out or others changed");
      }
      for (int i = token + 1; i < text.size(); i++) {
        if (text.anyWord(i, "SELECT", "WITH", "VALUES")) {
          throw new Unclear(i, "RETURNING with a query");
        }
      }
      String rows =
          "(SELECT %s FROM %s ORDER BY rowid) AS %s"
              .formatted(quoted(DerivedTable.columns(table)), image.name(), frame.target(text));
      return part(
          "SELECT " + clauses.part(token + 1, text.size()) + " FROM " + rows, token, text.size());
    }

    /** A statement that has the application's parameters of these tokens. */
    private Part part(String sql, int first, int end) {
      return new Part(sql, Questions.parameters(text, first, end));
    }

    private Part question(String into, String query) throws Unclear {
      Plan.Read read = questions.onV2(text, query);
      List<Integer> same =
          IntStream.rangeClosed(1, Questions.count(SqlText.of(SQLITE, query))).boxed().toList();
      return new Part(into + read.v2Sql(), read.parameters().isEmpty() ? same : read.parameters());
    }

    private String into(List<String> columns) {
      return "INSERT%s INTO %s (%s) ".formatted(frame.or(), image.name(), quoted(columns));
    }

    private static String quoted(List<String> columns) {
      return columns.stream().map(SQLITE::quote).collect(Collectors.joining(", "));
    }

    private String with() {
      return text.sql().substring(0, text.start(frame.verb()));
    }

    private String row(String v1Column) {
      return "zdm_w." + SQLITE.quote(v1Column);
    }

    private Plan inserted(int returning) throws Unclear {
      int body = frame.body();
      if (turned.keepsGone() && (!frame.or().isEmpty() || text.find(body, "CONFLICT") >= 0)) {
        throw new Unclear(
            frame.verb(), "a conflict clause where v2 keeps rows that v1 has deleted");
      }
      boolean listed =
          text.punctuation(body, '(') && !text.anyWord(body + 1, "SELECT", "WITH", "VALUES");
      List<String> columns =
          listed
              ? clauses.columns(body)
              : shape.columns().stream()
                  .filter(c -> !c.generated())
                  .map(V1Shape.Column::name)
                  .toList();
      int source = listed ? text.closing(body) + 1 : body;
      int conflict = conflicts.first(source, returning);
      if (conflict < returning && clauses.next(source, "WHERE") > conflict && !values(source)) {
        throw new Unclear(conflict, "behind a SELECT without WHERE it is a join's ON");
      }
      Part asked =
          text.word(source, "DEFAULT")
              ? new Part(
                  "INSERT%s INTO %s DEFAULT VALUES".formatted(frame.or(), image.name()), List.of())
              : question(into(columns), with() + clauses.part(source, conflict));
      if (table.layout() instanceof Targets targets) {
        checkSeveral(conflict < returning, List.of());
        return several(targets, asked, returning);
      }
      // The WHERE also tells SQLite that the ON that follows is no join's.
      String insert =
          new V2Insert(SQLITE, table)
                  .select(this::row)
                  .replaceFirst("INSERT", "INSERT" + frame.or())
              + " FROM %s AS zdm_w WHERE true ORDER BY zdm_w.rowid".formatted(image.name());
      if (turned.keepsGone()) {
        return revived(asked, insert, returning);
      }
      return plan(
          asked,
          part(insert + conflicts.onV2(conflict, returning), conflict, returning),
          returning);
    }

    /** A row that v1 has deleted and v2 has kept is not in the way: it is written over. */
    private Plan revived(Part asked, String insert, int returning) throws Unclear {
      String mark =
          "UPDATE %s AS zdm_w SET %s = 1 WHERE EXISTS (%s)"
              .formatted(image.name(), SQLITE.quote(ImageSql.OLD_KEY + 0), turned.gone("zdm_w"));
      String marked = row(ImageSql.OLD_KEY + 0);
      String revive =
          turned.revive(image.name() + " AS zdm_w", false) + " AND " + marked + " IS NOT NULL";
      String others =
          insert.replace("WHERE true ORDER BY", "WHERE " + marked + " IS NULL ORDER BY");
      return plan(
          List.of(asked, new Part(mark, List.of())),
          List.of(new Part(revive, List.of()), new Part(others, List.of())),
          returning);
    }

    private boolean values(int source) {
      return text.anyWord(source, "VALUES", "DEFAULT");
    }

    private Plan updated(int returning) throws Unclear {
      checkOrder(returning);
      int end = clauses.next(frame.body(), "FROM", "WHERE", "ORDER", "LIMIT", "RETURNING");
      if (!text.word(frame.body(), "SET")) {
        throw new Unclear(frame.body(), "its form is not known");
      }
      Map<String, String> assigned = clauses.assignments(frame.body() + 1, end);
      if (shape.referenced() && assigned.keySet().stream().anyMatch(table.key()::contains)) {
        throw new Unclear(frame.first(), "it changes a key that foreign keys lead to");
      }
      Map<String, String> items = new LinkedHashMap<>(assigned);
      DerivedTable.columns(table).forEach(c -> items.putIfAbsent(c, own(c)));
      for (int i = 0; i < table.key().size(); i++) {
        items.put(ImageSql.OLD_KEY + i, own(table.key().get(i)));
      }
      Part asked = asked(items, end, "FROM", returning);
      if (table.layout() instanceof Targets targets) {
        checkSeveral(false, assigned.keySet());
        if (text.word(end, "FROM")) {
          throw new Unclear(end, "FROM may find a row of a table that goes to several twice");
        }
        return several(targets, asked, returning);
      }
      Map<String, String> v2 = turned.assigned(assigned.keySet(), this::row);
      if (v2.isEmpty()) {
        String key = table.keyColumns().get(0).v2();
        v2 = Map.of(key, "zdm_t." + SQLITE.quote(key));
      }
      String set =
          v2.entrySet().stream()
              .map(e -> SQLITE.quote(e.getKey()) + " = " + e.getValue())
              .collect(Collectors.joining(", "));
      List<String> same = new ArrayList<>();
      for (int i = 0; i < table.key().size(); i++) {
        String old = row(ImageSql.OLD_KEY + i);
        String value = i == 0 ? turned.guarded(old, this::row) : old;
        same.add("zdm_t." + SQLITE.quote(table.keyColumns().get(i).v2()) + " = " + value);
      }
      String write =
          "UPDATE%s %s AS zdm_t SET %s FROM %s AS zdm_w WHERE %s"
              .formatted(
                  frame.or(),
                  table.v2().sql(SQLITE),
                  set,
                  image.name(),
                  String.join(" AND ", same) + turned.own("zdm_t"));
      return plan(asked, new Part(write, List.of()), returning);
    }

    private String own(String column) {
      return frame.target(text) + "." + SQLITE.quote(column);
    }

    private Part asked(Map<String, String> items, int from, String others, int returning)
        throws Unclear {
      int where = clauses.next(from, "WHERE", "ORDER", "LIMIT", "RETURNING");
      StringBuilder query = new StringBuilder(with()).append("SELECT ");
      query.append(
          items.entrySet().stream()
              .map(e -> e.getValue() + " AS " + SQLITE.quote(e.getKey()))
              .collect(Collectors.joining(", ")));
      int last = frame.alias() < 0 ? frame.last() : frame.alias();
      query.append("\nFROM ").append(clauses.part(frame.first(), last + 1));
      if (text.word(from, others)) {
        query.append(", ").append(clauses.part(from + 1, where));
      }
      query.append('\n').append(clauses.part(where, returning));
      return question(into(List.copyOf(items.keySet())), query.toString());
    }

    /** What an alias means there is not what v1's column does. */
    private void checkOrder(int returning) throws Unclear {
      int order = clauses.next(frame.body(), "ORDER", "LIMIT", "RETURNING");
      if (order < returning) {
        throw new Unclear(order, "ORDER BY or LIMIT chooses its rows");
      }
      if (clauses.next(frame.body(), "FROM", "RETURNING") < returning && returning < text.size()) {
        throw new Unclear(returning, "RETURNING beside other tables");
      }
    }

    private Plan deleted(int returning) throws Unclear {
      checkOrder(returning);
      Map<String, String> items = new LinkedHashMap<>();
      DerivedTable.columns(table).forEach(c -> items.put(c, own(c)));
      Part asked = asked(items, frame.body(), "", returning);
      if (table.layout() instanceof Targets targets) {
        checkSeveral(false, List.of());
        return several(targets, asked, returning);
      }
      String given = "SELECT %s FROM %s".formatted(quoted(table.key()), image.name());
      String write =
          turned.remove(
              "",
              "(%s) IN (%s)"
                  .formatted(
                      table.keyColumns().stream()
                          .map(c -> "t." + SQLITE.quote(c.v2()))
                          .collect(Collectors.joining(", ")),
                      given));
      return plan(asked, new Part(write, List.of()), returning);
    }
  }
}
