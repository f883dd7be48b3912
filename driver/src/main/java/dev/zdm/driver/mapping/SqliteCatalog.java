package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Kind;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.driver.mapping.Catalog.Trigger;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.driver.mapping.Catalog.View;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.WriteEvent;
import dev.zdm.rewriter.text.ColumnCollations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the catalog of an SQLite database, without what is attached to it. */
final class SqliteCatalog {
  private static final String MAIN = "main";

  private final Connection connection;

  SqliteCatalog(Connection connection) {
    this.connection = connection;
  }

  Catalog read() throws SQLException {
    List<Table> tables = tables();
    return new Catalog(
        Dialect.SQLITE,
        0,
        MAIN,
        tables,
        new HashSet<>(Rows.of(connection, SqliteQueries.TEMPORARY, r -> text(r, 1))),
        foreignKeys(tables),
        Rows.of(connection, SqliteQueries.TRIGGERS, SqliteCatalog::trigger),
        views(tables),
        List.of(),
        List.of(),
        Map.of());
  }

  private record Entry(String name, boolean virtual, String sql) {}

  /** A row of table_xinfo; {@code key} is the column's place in the primary key, from 1, or 0. */
  private record Info(
      String table,
      String name,
      String type,
      boolean notNull,
      @Nullable String defaultValue,
      int key,
      boolean generated) {}

  private List<Table> tables() throws SQLException {
    IndexParts indexes =
        new IndexParts(
            Rows.of(
                connection,
                SqliteQueries.UNIQUE_INDEXES,
                r ->
                    new IndexParts.Part(
                        text(r, 1),
                        text(r, 2),
                        r.getBoolean(3),
                        r.getBoolean(4),
                        r.getString(5),
                        r.getString(6))));
    Map<String, List<Info>> columns = new LinkedHashMap<>();
    for (Info info : Rows.of(connection, SqliteQueries.COLUMNS, SqliteCatalog::info)) {
      columns.computeIfAbsent(info.table(), t -> new ArrayList<>()).add(info);
    }
    return Rows.of(connection, SqliteQueries.TABLES, SqliteCatalog::entry).stream()
        .map(e -> table(e, columns.getOrDefault(e.name(), List.of()), indexes.of(e.name())))
        .toList();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String sql = text(row, 2);
    return new Entry(text(row, 1), SqlWords.follow(SqlWords.of(sql), "create", "virtual"), sql);
  }

  private static Info info(ResultSet row) throws SQLException {
    return new Info(
        text(row, 1),
        text(row, 2),
        text(row, 3),
        row.getBoolean(4),
        row.getString(5),
        row.getInt(6),
        row.getInt(7) >= 2);
  }

  private static Table table(Entry entry, List<Info> infos, List<UniqueIndex> indexes) {
    List<UniqueIndex> unique = new ArrayList<>(indexes);
    boolean rowidKey = rowidKey(infos, indexes);
    if (rowidKey) {
      String key = infos.stream().filter(i -> i.key() > 0).findFirst().orElseThrow().name();
      unique.add(0, new UniqueIndex("rowid", true, List.of(key), List.of(""), false, false));
    }
    Map<String, String> collations = ColumnCollations.of(entry.sql());
    List<Column> columns =
        infos.stream()
            .map(
                i ->
                    column(
                        i,
                        rowidKey && i.key() > 0,
                        collations.getOrDefault(Dialect.fold(i.name()), "")))
            .toList();
    List<String> deferrable =
        deferrable(SqlWords.of(entry.sql())) ? List.of("a foreign key") : List.of();
    return new Table(
        new TableName(MAIN, entry.name()),
        entry.virtual() ? Kind.FOREIGN : Kind.PLAIN,
        columns,
        unique,
        deferrable,
        entry.sql());
  }

  /** INTEGER PRIMARY KEY is the rowid itself: it has no index, is never null, numbers itself. */
  private static boolean rowidKey(List<Info> infos, List<UniqueIndex> indexes) {
    List<Info> key = infos.stream().filter(i -> i.key() > 0).toList();
    return key.size() == 1
        && Dialect.fold(key.get(0).type()).equals("integer")
        && indexes.stream().noneMatch(UniqueIndex::primary);
  }

  private static Column column(Info info, boolean rowid, String collation) {
    return new Column(
        info.name(),
        info.type(),
        info.notNull() || rowid,
        info.generated() ? null : info.defaultValue(),
        rowid,
        info.generated(),
        collation);
  }

  private static boolean deferrable(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("deferrable") && (i == 0 || !words.get(i - 1).equals("not"))) {
        return true;
      }
    }
    return false;
  }

  private record ForeignKeyPart(
      String child,
      int id,
      String parent,
      String column,
      @Nullable String parentColumn,
      String onUpdate,
      String onDelete) {}

  private List<ForeignKey> foreignKeys(List<Table> tables) throws SQLException {
    Map<String, List<ForeignKeyPart>> parts = new LinkedHashMap<>();
    for (ForeignKeyPart part :
        Rows.of(connection, SqliteQueries.FOREIGN_KEYS, SqliteCatalog::foreignKeyPart)) {
      parts.computeIfAbsent(part.child() + '\u0000' + part.id(), k -> new ArrayList<>()).add(part);
    }
    return parts.values().stream().map(p -> foreignKey(p, tables)).toList();
  }

  private static ForeignKeyPart foreignKeyPart(ResultSet row) throws SQLException {
    return new ForeignKeyPart(
        text(row, 1),
        row.getInt(2),
        text(row, 3),
        text(row, 4),
        row.getString(5),
        text(row, 6),
        text(row, 7));
  }

  private static ForeignKey foreignKey(List<ForeignKeyPart> parts, List<Table> tables) {
    ForeignKeyPart first = parts.get(0);
    // The reference may be written in any case, and may leave out the parent's key.
    Table parent =
        tables.stream()
            .filter(t -> Dialect.fold(t.name().name()).equals(Dialect.fold(first.parent())))
            .findFirst()
            .orElse(null);
    List<String> parentColumns = new ArrayList<>();
    for (ForeignKeyPart part : parts) {
      String column = part.parentColumn();
      if (column != null) {
        parentColumns.add(column);
      }
    }
    if (parentColumns.isEmpty() && parent != null) {
      parent.uniqueIndexes().stream()
          .filter(UniqueIndex::primary)
          .forEach(key -> parentColumns.addAll(key.columns()));
    }
    return new ForeignKey(
        "foreign key of " + first.child() + " to " + first.parent(),
        new TableName(MAIN, first.child()),
        parts.stream().map(ForeignKeyPart::column).toList(),
        parent == null ? new TableName(MAIN, first.parent()) : parent.name(),
        parentColumns,
        action(first.onDelete()),
        action(first.onUpdate()));
  }

  private static Action action(String name) {
    return switch (name) {
      case "RESTRICT" -> Action.RESTRICT;
      case "CASCADE" -> Action.CASCADE;
      case "SET NULL" -> Action.SET_NULL;
      case "SET DEFAULT" -> Action.SET_DEFAULT;
      default -> Action.NO_ACTION;
    };
  }

  private static Trigger trigger(ResultSet row) throws SQLException {
    String sql = text(row, 3);
    List<String> words = SqlWords.of(sql);
    List<String> header = words.subList(0, Math.max(0, words.indexOf("begin")));
    Timing timing =
        header.contains("instead")
            ? Timing.INSTEAD_OF
            : header.contains("after") ? Timing.AFTER : Timing.BEFORE;
    return new Trigger(
        text(row, 1),
        new TableName(MAIN, text(row, 2)),
        timing,
        EnumSet.allOf(WriteEvent.class),
        sql,
        null);
  }

  private List<View> views(List<Table> tables) throws SQLException {
    List<Entry> entries = Rows.of(connection, SqliteQueries.VIEWS, SqliteCatalog::entry);
    List<TableName> names =
        new ArrayList<>(entries.stream().map(e -> new TableName(MAIN, e.name())).toList());
    tables.forEach(t -> names.add(t.name()));
    return entries.stream().map(e -> view(e, names)).toList();
  }

  private static View view(Entry entry, List<TableName> names) {
    Set<String> words = SqlWords.of(entry.sql()).stream().collect(Collectors.toSet());
    List<TableName> uses =
        names.stream()
            .filter(n -> words.contains(Dialect.fold(n.name())) && !n.name().equals(entry.name()))
            .toList();
    return new View(new TableName(MAIN, entry.name()), uses, List.of());
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
