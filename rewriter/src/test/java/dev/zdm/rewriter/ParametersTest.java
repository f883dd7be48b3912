package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.RoutingKey;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import dev.zdm.teststatements.RandomReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@DisplayName("trap 32: a parameter goes where its value would go")
class ParametersTest {
  private static final long SEED = Long.getLong("test.seed", 20_261_121);
  private static final int READS = Integer.getInteger("test.reads", 1500);

  /** Those of numbers end in {@code #}. */
  private static final List<String> COLUMNS =
      List.of("o.id#", "o.customer", "provider", "total#", "i.sku", "qty#", "i.line#", "o.placed");

  /** A read with some of its literals as parameters. */
  private record Parameterised(String sql, List<String> values) {}

  private final Random random = new Random(SEED);
  private int compared;
  private int repeated;

  @ParameterizedTest
  @CsvSource({"SQLITE, RENAMED", "SQLITE, CHANGED", "POSTGRESQL, RENAMED", "POSTGRESQL, CHANGED"})
  @DisplayName("The text for v2 with the values written out is the text of the read written out")
  void sameText(Dialect dialect, TwinTables.Shape shape) {
    Planner planner = new Planner(TwinTables.mapping(dialect, shape), 0);
    RandomReads reads = TwinTables.reads(dialect, SEED);
    List<String> wrong = new ArrayList<>();
    Stream.concat(
            Stream.generate(this::byEquality).limit(READS / 3),
            Stream.generate(() -> reads.next().sql()).limit(READS))
        .forEach(sql -> compare(dialect, planner, sql, wrong));
    System.out.printf(
        "%s, %s, -Dtest.seed=%d: %d compared, %d with repeated parameters%n",
        dialect, shape, SEED, compared, repeated);
    assertThat(wrong.stream().limit(5)).as("seed %d: %d wrong", SEED, wrong.size()).isEmpty();
    assertThat(compared).isGreaterThan(READS / 4);
    if (shape == TwinTables.Shape.CHANGED && dialect == Dialect.POSTGRESQL) {
      assertThat(repeated).isGreaterThan(READS / 10);
    }
  }

  /** A read with conditions that may be repeated for v2's indexes, among others. */
  private String byEquality() {
    List<String> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
      String value = column.endsWith("#") ? "7" : "'ann'";
      String name = column.replace("#", "");
      conditions.add(
          switch (random.nextInt(4)) {
            case 0 -> name + " = " + value;
            case 1 -> value + " = " + name;
            case 2 -> name + " IN (" + value + ", " + value.replace("7", "8") + ")";
            default -> name + " <> " + value;
          });
    }
    return "SELECT o.id, 5, 'x' FROM items i JOIN orders o ON o.id = i.order_id AND i.qty = 3"
        + " WHERE i.line > 4 AND "
        + String.join(" AND ", conditions)
        + " ORDER BY o.id LIMIT 9";
  }

  /** A literal may name something, or stand where no parameter may: then there is nothing to do. */
  private void compare(Dialect dialect, Planner planner, String sql, List<String> wrong) {
    Parameterised given = parameterised(SqlText.of(dialect, sql));
    if (given.values().isEmpty()
        || !(planner.plan(given.sql()) instanceof Plan.Read read)
        || !(planner.plan(sql) instanceof Plan.Read written)) {
      return;
    }
    compared++;
    repeated += read.parameters().isEmpty() ? 0 : 1;
    String text = writtenOut(SqlText.of(dialect, read.v2Sql()), read.parameters(), given.values());
    if (!bare(text).equals(bare(written.v2Sql()))
        || !keys(read, given.values()).equals(keys(written, List.of()))) {
      wrong.add(String.join("\n", "", given.sql(), read.v2Sql(), text, written.v2Sql()));
    }
  }

  /** Where a literal is repeated for an index, a number is written as a string. */
  private static String bare(String sql) {
    return sql.replaceAll("'([0-9.]+)'", "$1");
  }

  /** About half of the literals become parameters. */
  private Parameterised parameterised(SqlText text) {
    StringBuilder sql = new StringBuilder();
    List<String> values = new ArrayList<>();
    int done = 0;
    for (int i = 0; i < text.size(); i++) {
      boolean literal = text.kind(i, Kind.NUMBER) || text.kind(i, Kind.STRING);
      if (literal && random.nextBoolean()) {
        sql.append(text.sql(), done, text.start(i)).append('?');
        values.add(text.text(i));
        done = text.end(i);
      }
    }
    return new Parameterised(sql + text.sql().substring(done), values);
  }

  /**
   * The text with each parameter's value in its place; also in the name that zdm gives an
   * expression on SQLite, where its text is its name.
   */
  private static String writtenOut(SqlText text, List<Integer> parameters, List<String> values) {
    StringBuilder sql = new StringBuilder();
    List<String> used = new ArrayList<>();
    int done = 0;
    for (int i = 0; i < text.size(); i++) {
      String replaced = null;
      if (text.kind(i, Kind.PARAMETER)) {
        int number = parameters.isEmpty() ? used.size() : parameters.get(used.size()) - 1;
        replaced = values.get(number);
        used.add(replaced);
      } else if (text.text(i).startsWith("\"") && text.text(i).contains("?")) {
        replaced = '"' + label(text, i, used).replace("\"", "\"\"") + '"';
      }
      if (replaced != null) {
        sql.append(text.sql(), done, text.start(i)).append(replaced);
        done = text.end(i);
      }
    }
    return sql + text.sql().substring(done);
  }

  /** The label that the token is, whose expression has used the last of the parameters. */
  private static String label(SqlText text, int token, List<String> used) {
    String name = text.text(token).substring(1, text.text(token).length() - 1);
    SqlText expression = SqlText.of(text.dialect(), name.replace("\"\"", "\""));
    int count = 0;
    for (int i = 0; i < expression.size(); i++) {
      count += expression.kind(i, Kind.PARAMETER) ? 1 : 0;
    }
    return writtenOut(expression, List.of(), used.subList(used.size() - count, used.size()));
  }

  private static List<String> keys(Plan.Read read, List<String> values) {
    List<String> keys = new ArrayList<>();
    for (RoutingKey route : read.routes()) {
      keys.add(
          route instanceof RoutingKey.Keys all
              ? all.keys().stream()
                  .map(
                      key ->
                          key.stream()
                              .map(
                                  s ->
                                      s.parameter() > 0
                                          ? literal(values.get(s.parameter() - 1))
                                          : s.literal())
                              .toList()
                              .toString())
                  .toList()
                  .toString()
              : "none");
    }
    return keys;
  }

  private static String literal(String written) {
    return written.startsWith("'")
        ? written.substring(1, written.length() - 1).replace("''", "'")
        : written;
  }
}
