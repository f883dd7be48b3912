package dev.zdm.teststatements;

import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dice for random statements: names in any spelling, literals, blanks and comments. */
public final class RandomTokens {
  /**
   * Names to be drawn beside those of the tables in sight.
   *
   * @param columns names that columns have somewhere, on v1 or v2
   */
  public record Words(List<String> aliases, List<String> labels, List<String> columns) {}

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern MARK = Pattern.compile("\u0001(\\d+)\u0002");
  private static final Set<String> RESERVED =
      Set.of("order", "select", "group", "user", "table", "from", "where", "values", "limit");
  private static final List<String> BLANKS =
      List.of("/* orders o */ ", " -- items' \"x\n ", "\n  ", "\t", " /**/ ", "\n\n ", "\r\n");

  private final Grammar grammar;
  private final Words words;
  private final Random random;
  private final List<Object> parameters = new ArrayList<>();
  private int parameterChance;

  RandomTokens(Grammar grammar, Words words, long seed) {
    this.grammar = grammar;
    this.words = words;
    this.random = new Random(seed);
  }

  boolean postgres() {
    return grammar == Grammar.POSTGRESQL;
  }

  Words words() {
    return words;
  }

  /** True this many times in a hundred. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  String alias() {
    return one(words.aliases());
  }

  String label() {
    return one(words.labels());
  }

  /** Whether the name means the same without quotes. */
  static boolean plain(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name);
  }

  /** The name, quoted where it must be, and in some spelling of the engine. */
  String name(String name) {
    if (!plain(name) || chance(10)) {
      return postgres() || chance(70)
          ? '"' + name.replace("\"", "\"\"") + '"'
          : one("`" + name + "`", "[" + name + "]");
    }
    return chance(6) ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** From now on, this many literals in a hundred are parameters, to be bound by {@link #bound}. */
  void parameters(int chance) {
    parameterChance = chance;
    parameters.clear();
  }

  /** A literal of a type, or a parameter: i, t, n or d. */
  String literal(char type) {
    boolean plain = "itnd".indexOf(type) >= 0;
    return plain && parameterChance > 0 && chance(parameterChance)
        ? parameter(type)
        : written(type);
  }

  private String parameter(char type) {
    String mark = "\u0001" + parameters.size() + "\u0002";
    parameters.add(
        switch (type) {
          case 'i' -> upTo(5);
          case 'n' -> new BigDecimal(one("5.25", "10.50", "7.25"));
          case 'd' -> postgres() ? (Object) Date.valueOf("2024-01-02") : "2024-01-02";
          default -> one("ann", "x", "orders", "it's ? items", "");
        });
    boolean cast = postgres() && ("td".indexOf(type) >= 0 || chance(50));
    String of = type == 'i' ? "bigint" : type == 'n' ? "numeric" : type == 'd' ? "date" : "text";
    return cast ? "CAST(" + mark + " AS " + of + ")" : mark;
  }

  /**
   * The text with its parameters in the engine's spelling, and their values, to be bound in this
   * order.
   */
  List<Object> bound(String sql, StringBuilder out) {
    List<Object> values = new ArrayList<>();
    int style = postgres() ? 0 : upTo(3);
    int done = 0;
    Matcher mark = MARK.matcher(sql);
    while (mark.find()) {
      values.add(parameters.get(Integer.parseInt(mark.group(1))));
      int number = values.size();
      String written = style == 0 ? "?" : style == 1 ? "?" + number : ":p" + number;
      out.append(sql, done, mark.start()).append(written);
      done = mark.end();
    }
    out.append(sql, done, sql.length());
    return values;
  }

  private String written(char type) {
    return switch (type) {
      case 'i' -> one("1", "2", "3", "0", "-1");
      case 'n' -> one("5.25", "10.50", "7.25");
      case 'd' -> postgres() ? one("DATE '2024-01-02'", "'2024-01-01'::date") : "'2024-01-02'";
      case 't' ->
          postgres()
              ? one("'ann'::text", "CAST('x' AS text)", "'orders'::text")
              : one("'ann'", "'x'", "'orders'", "'it''s items'");
      default -> one(values(type));
    };
  }

  /** Values of a kind that statements only carry about. */
  List<String> values(char kind) {
    return switch (kind) {
      case 'b' -> postgres() ? List.of("true", "false") : List.of("1", "0", "true");
      case 'r' -> List.of("1.5", "0.1", "-2e10", "3", "0.0");
      case 's' ->
          postgres()
              ? List.of(
                  "TIMESTAMP '2024-01-02 03:04:05.678901'",
                  "CAST('2024-03-31 02:30:00' AS timestamp)")
              : List.of("'2024-01-02 03:04:05'", "1704164645");
      case 'u' ->
          List.of(
              "CAST('0f8fad5b-d9cb-469f-a165-70867728950e' AS uuid)",
              "CAST('7c9e6679-7425-40de-944b-e07fc1f90ae7' AS uuid)");
      case 'j' ->
          List.of("CAST('{\"a\": [1, null, \"x ? y\"]}' AS jsonb)", "CAST('7.10' AS jsonb)");
      case 'y' ->
          postgres()
              ? List.of("CAST('\\x00ff10' AS bytea)", "CAST('\\x' AS bytea)")
              : List.of("x'00ff10'", "x''");
      case 'a' -> List.of("CAST('{1,NULL,3}' AS integer[])", "ARRAY[2, 1]");
      case 'c' -> List.of("CAST('ab ' AS char(5))", "CAST('' AS char(5))");
      default -> List.of("1", "1.0", "'1'", "'x'", "x'31'", "-0.5");
    };
  }

  /** The text with some of its blanks, outside of quotes, made other blanks or comments. */
  String scattered(String sql) {
    if (!chance(35)) {
      return sql;
    }
    StringBuilder out = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if ("'\"`[".indexOf(c) >= 0) {
        quote = c == '[' ? ']' : c;
      }
      out.append(quote == 0 && c == ' ' && chance(7) ? one(BLANKS) : String.valueOf(c));
    }
    return out.toString();
  }
}
