package dev.zdm.driver.copy;

import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.Provided;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What programs give for rows of v1's, asked before v2's rows are written: on PostgreSQL, where the
 * statement that writes them cannot ask. Not safe for use by several threads.
 */
public final class ProvidedValues {
  /** By the column's name, and the text of the inputs. */
  private final Map<String, Map<String, String>> entries = new LinkedHashMap<>();

  /** Asks of each of these rows, and closes them. They come from {@link ProvidedSql}. */
  public void ask(MappedTable table, ResultSet rows) throws SQLException {
    try (rows) {
      while (rows.next()) {
        int at = 1;
        for (ComputedColumn column : table.provided()) {
          at = ask(table, column, rows, at);
        }
      }
    }
  }

  private int ask(MappedTable table, ComputedColumn column, ResultSet rows, int at)
      throws SQLException {
    Provided provided = Objects.requireNonNull(column.provided());
    int end = at + 1 + provided.inputs().size();
    Map<String, String> values =
        entries.computeIfAbsent(
            ProvidedSql.name(table.v1(), column.v2()), name -> new LinkedHashMap<>());
    String key = rows.getString(at);
    if (!values.containsKey(key)) {
      List<@Nullable Object> inputs = new ArrayList<>();
      for (int i = at + 1; i < end; i++) {
        inputs.add(rows.getObject(i));
      }
      values.put(key, entry(column, ProvidedRow.of(provided, inputs)));
    }
    return end;
  }

  private static String entry(ComputedColumn column, ProvidedRow row) {
    Object value = row.value();
    if (row.wrong() == null && value != null) {
      String text = ProvidedText.of(value, column.sqlType());
      if (text == null) {
        Provided provided = Objects.requireNonNull(column.provided());
        return entry(
            column, ProvidedRow.unfit(provided, value, ProvidedSql.unbounded(column.sqlType())));
      }
      return "{" + member(ProvidedSql.VALUE, text) + "}";
    }
    return row.wrong() == null ? "{}" : "{" + member(ProvidedSql.WRONG, row.wrong()) + "}";
  }

  private static String member(String name, String text) {
    StringBuilder json = new StringBuilder();
    JsonText.quote(json, name);
    json.append(':');
    JsonText.quote(json, text);
    return json.toString();
  }

  /** As the statements that follow look them up. */
  public String json() {
    return entries.entrySet().stream()
        .map(column -> name(column.getKey()) + object(column.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String object(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> name(value.getKey()) + value.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String name(String text) {
    StringBuilder json = new StringBuilder();
    JsonText.quote(json, text);
    return json.append(':').toString();
  }

  /** Asks of the rows of these keys, and hands the values to what follows in the transaction. */
  public static void provide(OwnStatements statements, ProvidedSql sql, String keys)
      throws SQLException {
    ProvidedValues values = new ProvidedValues();
    values.ask(sql.table(), statements.query(sql.inputsOfKeys(), List.of(keys)));
    statements.run(ProvidedSql.hand(), values.json());
  }
}
