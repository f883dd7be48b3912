package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.copy.ImageSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.V1Shape;
import dev.zdm.rewriter.mirroring.WriteFrame;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks which rows a write leaves behind, on PostgreSQL. Parameters keep their order: the question
 * has the write's clauses in the order in which the write has them.
 */
final class PostgresImages {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  /** What the rows of an INSERT are called. */
  private static final String GIVEN = "\"zdm:q\"";

  private final SqlText text;
  private final WriteFrame frame;
  private final MappedTable table;
  private final V1Shape shape;
  private final Clauses clauses;

  PostgresImages(SqlText text, WriteFrame frame, MappedTable table, V1Shape shape) {
    this.text = text;
    this.frame = frame;
    this.table = table;
    this.shape = shape;
    this.clauses = new Clauses(text, table, shape);
  }

  Image of() throws Unclear {
    return switch (frame.operation()) {
      case INSERT -> insert();
      case UPDATE -> update();
      case DELETE -> delete();
      case OTHER -> throw new Unclear(frame.verb(), "MERGE has no form for it");
    };
  }

  private String with() {
    return text.sql().substring(0, text.start(frame.verb()));
  }

  private Image update() throws Unclear {
    int end = clauses.next(frame.body(), "FROM", "WHERE", "RETURNING");
    Map<String, String> assigned = clauses.assignments(frame.body() + 1, end);
    List<String> items = new ArrayList<>();
    assigned.forEach((column, sql) -> items.add(stored(column, sql)));
    for (String column : DerivedTable.columns(table)) {
      if (!assigned.containsKey(column)) {
        items.add(own(column) + " AS " + DIALECT.quote(column));
      }
    }
    for (int i = 0; i < table.key().size(); i++) {
      items.add(own(table.key().get(i)) + " AS " + DIALECT.quote(ImageSql.OLD_KEY + i));
    }
    return selected(items, end, "FROM", List.copyOf(assigned.keySet()));
  }

  private Image delete() {
    List<String> items =
        DerivedTable.columns(table).stream()
            .map(column -> own(column) + " AS " + DIALECT.quote(column))
            .toList();
    int end = clauses.next(frame.body(), "USING", "WHERE", "RETURNING");
    return selected(items, end, "USING", List.of());
  }

  /** The question of an UPDATE or DELETE, whose tables and condition begin at the token. */
  private Image selected(List<String> items, int from, String others, List<String> assigned) {
    int where = clauses.next(from, "WHERE", "RETURNING");
    int returning = clauses.next(where, "RETURNING");
    StringBuilder query = new StringBuilder(with());
    query.append("SELECT ").append(String.join(", ", items)).append("\nFROM ");
    query.append(clauses.part(frame.first(), target() + 1));
    if (text.word(from, others)) {
      query.append(", ").append(clauses.part(from + 1, where));
    }
    if (text.word(where, "WHERE")) {
      query.append("\n").append(clauses.part(where, returning));
    }
    return new Image(query.toString(), assigned, returning);
  }

  /** The last token of the table's name and alias. */
  private int target() {
    return frame.alias() < 0 ? frame.last() : frame.alias();
  }

  private String own(String column) {
    return (frame.alias() < 0 ? text.text(frame.last()) : text.text(frame.alias()))
        + "."
        + DIALECT.quote(column);
  }

  private String stored(String column, String sql) {
    return Stored.in(table.column(column).sqlType(), sql) + " AS " + DIALECT.quote(column);
  }

  private Image insert() throws Unclear {
    int body = frame.body();
    boolean listed =
        text.punctuation(body, '(')
            && !text.anyWord(body + 1, "SELECT", "WITH", "VALUES", "TABLE")
            && !text.punctuation(body + 1, '(');
    int source = listed ? text.closing(body) + 1 : body;
    if (text.word(source, "OVERRIDING")) {
      if (!text.word(source + 1, "SYSTEM")) {
        throw new Unclear(source, "OVERRIDING USER VALUE has no form for it");
      }
      source += 3;
    }
    int end = insertEnd(source);
    List<String> all = table.columns().stream().map(MappedTable.ColumnMapping::v1).toList();
    List<String> columns = listed ? clauses.columns(body) : all;
    if (text.word(source, "DEFAULT") && text.word(source + 1, "VALUES")) {
      return alone(defaults(List.of()), end);
    }
    return text.word(source, "VALUES")
        ? values(columns, listed, source + 1, end)
        : queried(columns, source, end);
  }

  private int insertEnd(int from) {
    int end = clauses.next(from, "RETURNING");
    for (int i = from; i < end; i++) {
      if (text.depth(i) == 0 && text.word(i, "ON") && text.word(i + 1, "CONFLICT")) {
        return i;
      }
    }
    return end;
  }

  private Image values(List<String> columns, boolean listed, int first, int end) throws Unclear {
    List<List<String>> rows = new ArrayList<>();
    List<Integer> starts = clauses.items(first, end);
    for (int n = 0; n + 1 < starts.size(); n++) {
      rows.add(row(columns, listed, starts.get(n), starts.get(n + 1) - 1));
    }
    List<String> given = columns.subList(0, rows.get(0).size());
    if (rows.stream().anyMatch(row -> row.size() != given.size())) {
      throw new Unclear(first, "its rows have different numbers of values");
    }
    if (rows.size() == 1) {
      List<String> items = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        items.add(rows.get(0).get(i) + " AS " + DIALECT.quote(given.get(i)));
      }
      items.addAll(defaults(given));
      return alone(items, end);
    }
    String lists =
        rows.stream()
            .map(row -> "(" + String.join(", ", row) + ")")
            .collect(Collectors.joining(", "));
    String items = String.join(", ", given(given));
    return new Image(
        with() + "SELECT " + items + "\nFROM (VALUES " + lists + ")" + named(given),
        List.of(),
        end);
  }

  private Image alone(List<String> items, int end) {
    return new Image(with() + "SELECT " + String.join(", ", items), List.of(), end);
  }

  private List<String> row(List<String> columns, boolean listed, int open, int end) throws Unclear {
    if (!text.punctuation(open, '(') || text.closing(open) != end - 1) {
      throw new Unclear(open, "its rows of values are not certain");
    }
    List<Integer> starts = clauses.items(open + 1, end - 1);
    int count = starts.size() - 1;
    if (count > columns.size() || (listed && count < columns.size())) {
      throw new Unclear(open, "it has another number of values than of columns");
    }
    List<String> row = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      String column = columns.get(n);
      String sql = clauses.value(column, starts.get(n), starts.get(n + 1) - 1);
      row.add(Stored.in(table.column(column).sqlType(), sql));
    }
    return row;
  }

  private Image queried(List<String> columns, int source, int end) {
    String query = clauses.part(source, end);
    String items = String.join(", ", given(columns));
    return new Image(
        "SELECT " + items + "\nFROM (" + with() + query + "\n)" + named(columns), List.of(), end);
  }

  private static String named(List<String> columns) {
    return " AS "
        + GIVEN
        + "("
        + columns.stream().map(DIALECT::quote).collect(Collectors.joining(", "))
        + ")";
  }

  /** What the rows give, as it is stored, and the defaults of the columns that they do not name. */
  private List<String> given(List<String> columns) {
    List<String> items = new ArrayList<>();
    columns.forEach(c -> items.add(stored(c, GIVEN + "." + DIALECT.quote(c))));
    items.addAll(defaults(columns));
    return items;
  }

  private List<String> defaults(List<String> named) {
    return shape.columns().stream()
        .map(V1Shape.Column::name)
        .filter(column -> !named.contains(column))
        .map(column -> stored(column, clauses.defaultOf(column)))
        .toList();
  }
}
