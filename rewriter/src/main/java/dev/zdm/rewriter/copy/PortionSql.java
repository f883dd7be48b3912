package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Portion;
import dev.zdm.rewriter.mapping.Portion.Fixed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Which rows of a v2 table are looked at, and how one goes.
 *
 * @param dialect the engine's SQL
 * @param portion the rows
 */
public record PortionSql(Dialect dialect, Portion portion) {

  /** Behind another condition: whether the aliased v2 row is this table's, be it gone or not. */
  String own(String alias) {
    return and(constants(alias + "."));
  }

  /** Behind another condition: whether v1 has the aliased v2 row, which is this table's. */
  String live(String alias) {
    return and(where(alias + "."));
  }

  /** Conditions under which v1 has the v2 row whose columns have this before their names. */
  List<String> shown(String alias) {
    List<String> all = new ArrayList<>(constants(alias));
    all.addAll(where(alias));
    return all;
  }

  /** {@link #shown} as a WHERE; empty where all rows are. */
  String whereShown(String alias) {
    List<String> shown = shown(alias);
    return shown.isEmpty() ? "" : " WHERE " + String.join(" AND ", shown);
  }

  private List<String> constants(String alias) {
    return portion.constants().stream()
        .map(c -> alias + dialect.quote(c.v2()) + " = " + value(c))
        .toList();
  }

  private List<String> where(String alias) {
    return portion.where().isEmpty()
        ? List.of()
        : List.of(
            "(%s)"
                .formatted(
                    RowExpression.over(portion.where(), name -> alias + dialect.quote(name))));
  }

  private static String and(List<String> conditions) {
    return conditions.stream().map(c -> " AND " + c).collect(Collectors.joining());
  }

  /** Whether the constant is one. */
  public String isNotNull(Fixed constant) {
    return value(constant) + " IS NOT NULL";
  }

  /** Whether two values of one column are not the same. */
  public String differ(Fixed one, Fixed other) {
    return value(one) + " <> " + value(other);
  }

  /**
   * Whether v1 has a row that was just written, where that depends on no row; else empty.
   *
   * @param filled which columns the mapping fills
   */
  public Optional<String> shownAtOnce(Predicate<String> filled) {
    return portion.where().isEmpty()
            || RowExpression.names(portion.where()).stream().anyMatch(filled)
        ? Optional.empty()
        : Optional.of(whereOver(portion.defaults()));
  }

  /** Whether v1 would have a row that is gone. */
  public String shownWhenGone() {
    return whereOver(portion.gone());
  }

  /** Whether v1 would have a row of whose columns nobody has said anything. */
  public String shownUntouched() {
    return whereOver(portion.defaults());
  }

  private String whereOver(List<Fixed> values) {
    List<Fixed> known = new ArrayList<>(portion.constants());
    known.addAll(values);
    return where(
        name ->
            known.stream()
                .filter(fixed -> fixed.v2().equals(name))
                .findFirst()
                .map(this::value)
                .orElseThrow(() -> new IllegalArgumentException("nothing is known of " + name)));
  }

  private String where(UnaryOperator<String> column) {
    return "(" + RowExpression.over(portion.where(), column) + ") IS TRUE";
  }

  /** The value as its column takes it. */
  String value(Fixed fixed) {
    return switch (dialect) {
      case POSTGRESQL -> "CAST(%s AS %s)".formatted(fixed.sql(), fixed.sqlType());
      case SQLITE -> "(" + fixed.sql() + ")";
    };
  }

  /**
   * Removes those v2 rows, called t, that v1 has and that meet the condition, or marks them as
   * gone.
   *
   * @param others what else the condition names, as a FROM would; empty for nothing
   */
  String remove(MappedTable table, String others, String condition) {
    String v2 = table.v2().sql(dialect);
    String which = condition + live("t");
    if (portion.gone().isEmpty()) {
      String using = others.isEmpty() ? "" : " USING " + others;
      return "DELETE FROM %s AS t%s WHERE %s".formatted(v2, using, which);
    }
    String set =
        portion.gone().stream()
            .map(c -> dialect.quote(c.v2()) + " = " + value(c))
            .collect(Collectors.joining(", "));
    String from = others.isEmpty() ? "" : " FROM " + others;
    return "UPDATE %s AS t SET %s%s WHERE %s".formatted(v2, set, from, which);
  }
}
