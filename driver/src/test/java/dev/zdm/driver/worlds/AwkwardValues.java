package dev.zdm.driver.worlds;

import dev.zdm.teststatements.Column;
import dev.zdm.teststatements.Grammar;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Literals of values at the ends of their types, and beside them. */
final class AwkwardValues {
  private static final List<String> TEXTS =
      List.of(
          "''",
          "' '",
          "'a '",
          "'it''s'",
          "'\"'",
          "'a\\b'",
          "'Ünï'",
          "'~x'",
          "'NULL'",
          "'007'",
          "'1e3'",
          "'true'",
          "'x' || repeat('y', 25)",
          "'\u00e9'",
          "'e\u0301'",
          "'\ud83d\ude00'");
  private static final Map<String, List<String>> POSTGRESQL =
      Map.ofEntries(
          Map.entry("bigint", List.of("9223372036854775807", "-9223372036854775808", "0", "-1")),
          Map.entry("integer", List.of("2147483647", "-2147483648", "0", "-1", "5")),
          Map.entry("smallint", List.of("32767", "-32768", "0")),
          Map.entry("numeric(10,2)", List.of("99999999.99", "-0.01", "0.00", "'NaN'", "7.1")),
          Map.entry(
              "date", List.of("'0001-01-01'", "'9999-12-31'", "'infinity'", "'0044-03-15 BC'")),
          Map.entry("boolean", List.of("true", "false")),
          Map.entry(
              "real", List.of("'NaN'", "'Infinity'", "'-0'", "'1e-45'", "'3.4028235e38'", "0.1")),
          Map.entry(
              "timestamp",
              List.of("'2024-02-29 23:59:59.999999'", "'-infinity'", "'1883-11-18 12:03:57'")),
          Map.entry("uuid", List.of("'00000000-0000-0000-0000-000000000000'", "gen_random_uuid()")),
          Map.entry(
              "jsonb", List.of("'{\"b\": 1.0, \"a\": [null]}'", "'null'", "'\"x\"'", "'1e2'")),
          Map.entry("bytea", List.of("'\\x'", "'\\x00ff'")),
          Map.entry("integer[]", List.of("'{}'", "'{1,NULL,-5}'", "'[0:1]={1,2}'", "'{{1},{2}}'")),
          Map.entry("char(5)", List.of("''", "'a'", "'abcde'")));
  private static final Map<String, List<String>> SQLITE =
      Map.of(
          "numeric(10,2)", List.of("99999999.99", "-0.01", "0", "1e20", "'7.10'", "'x'"),
          "real", List.of("9e999", "-0.0", "4.9e-324", "0.1", "3", "'x'"),
          "date", List.of("'0001-01-01'", "'2024-02-29'", "20240229", "'not a date'"),
          "boolean", List.of("0", "1", "2", "'true'"),
          "blob", List.of("x''", "x'00ff'", "'text'", "7"));
  private static final List<String> WHOLE =
      List.of(
          "9223372036854775807",
          "-9223372036854775808",
          "0",
          "-1",
          "2147483648",
          "'12'",
          "1.5",
          "'abc'",
          "9007199254740993");

  private final Grammar grammar;
  private final Random random;

  AwkwardValues(Grammar grammar, Random random) {
    this.grammar = grammar;
    this.random = random;
  }

  /** A value for the column, an SQL expression. */
  String of(Column column) {
    if (column.nullable() && random.nextInt(6) == 0) {
      return "NULL";
    }
    String type = column.stored();
    boolean many = column.unique() || column.numbering() != Column.Numbering.NONE;
    if (many || random.nextInt(3) == 0) {
      return small(column.kind());
    }
    List<String> values =
        grammar == Grammar.SQLITE
            ? SQLITE.getOrDefault(type, column.kind() == 'i' ? WHOLE : TEXTS)
            : POSTGRESQL.getOrDefault(type, TEXTS);
    String value = values.get(random.nextInt(values.size()));
    return grammar == Grammar.SQLITE
        ? value.replace("repeat('y', 25)", "hex(zeroblob(12))")
        : value;
  }

  /** One of many. */
  private String small(char kind) {
    int number = random.nextInt(2_000);
    return switch (kind) {
      case 'i' -> "" + number;
      case 'n' -> number + ".25";
      case 't', 'c' -> "'k" + number + "'";
      default -> grammar == Grammar.SQLITE ? "" + number : "NULL";
    };
  }
}
