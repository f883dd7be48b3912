package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Dice for random statements: names in any spelling, literals, blanks and comments. */
final class RandomTokens {
  private static final List<String> ALIASES =
      List.of(
          "o",
          "x",
          "y",
          "z",
          "t",
          "s",
          "u",
          "q",
          "orders",
          "items",
          "tags",
          "notes",
          "client",
          "amount",
          "id",
          "customer",
          "orders_v2",
          "Odd",
          "label",
          "provider",
          "pairs");
  private static final List<String> LABELS =
      List.of(
          "n",
          "m",
          "k",
          "client",
          "amount",
          "label",
          "position",
          "orders",
          "tags",
          "id",
          "a",
          "b",
          "customer",
          "total",
          "Label",
          "qty",
          "city",
          "v");
  private static final List<String> BLANKS =
      List.of("/* orders o */ ", " -- items' \"x\n ", "\n  ", "\t", " /**/ ", "\n\n ", "\r\n");

  final Dialect dialect;
  private final Random random;

  RandomTokens(Dialect dialect, long seed) {
    this.dialect = dialect;
    this.random = new Random(seed);
  }

  boolean postgres() {
    return dialect == Dialect.POSTGRESQL;
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
    return one(ALIASES);
  }

  String label() {
    return one(LABELS);
  }

  /** The name, quoted where it must be, and in some spelling of the engine. */
  String name(String name) {
    boolean plain = name.equals(name.toLowerCase(Locale.ROOT)) && name.indexOf(' ') < 0;
    if (!plain || chance(10)) {
      return postgres() || chance(70) ? '"' + name + '"' : one("`" + name + "`", "[" + name + "]");
    }
    return chance(6) ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** A literal of a type: i, t, n or d. */
  String literal(char type) {
    return switch (type) {
      case 'i' -> one("1", "2", "3", "0", "-1");
      case 'n' -> one("5.25", "10.50", "7.25");
      case 'd' -> postgres() ? one("DATE '2024-01-02'", "'2024-01-01'::date") : "'2024-01-02'";
      default ->
          postgres()
              ? one("'ann'::text", "CAST('x' AS text)", "'orders'::text")
              : one("'ann'", "'x'", "'orders'", "'it''s items'");
    };
  }

  /** The text with some of its blanks, outside of quotes, made other blanks or comments. */
  String scattered(String sql) {
    if (!chance(35)) {
      return sql;
    }
    StringBuilder out = new StringBuilder();
    char quote = 0;
    for (char c : sql.toCharArray()) {
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
