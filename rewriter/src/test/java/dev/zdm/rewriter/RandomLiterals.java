package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Gives a statement other literals, longer and shorter lists, other blanks and comments. */
final class RandomLiterals {
  private static final List<String> STRINGS =
      List.of(
          "''",
          "'x'",
          "'ann'",
          "'it''s'",
          "'a''''b'",
          "'orders'",
          "'ORDERS'",
          "'items'",
          "'o'",
          "'id'",
          "'d'",
          "'main'",
          "'audit'",
          "'touch_orders'",
          "'select * from orders; -- \" ? /*'",
          "'2024-01-01'",
          "'{\"a\": 1}'",
          "'42'",
          "'ü\n'",
          "'a string that is longer than any name and any number'");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "42",
          "1234567890",
          "12345678901",
          "1234567890123456789",
          "12345678901234567890",
          "1234567890123456789012345",
          "1.5",
          ".5",
          "10.25",
          "1e3",
          "1.5e-5",
          "0x1F",
          "0x123456789ABCDEF0",
          "3.14159265358979323846");
  private static final List<String> POSTGRESQL =
      List.of(
          "E'it\\'s'",
          "E''",
          "$$x ' ? ;$$",
          "$q$orders$q$",
          "U&'\\0061'",
          "X'1F'",
          "B'101'",
          "$$$$");
  private static final List<String> SQLITE = List.of("X'6f'", "x''", "X'6f726465727300000000'");
  private static final List<String> BLANKS =
      List.of(" ", " ", "  ", "\n", "\t\r\n", " /* ? 'x */ ", "/**/", " -- orders ;\n", "\n\n\n");

  private static final List<Kind> KINDS = List.of(Kind.STRING, Kind.NUMBER, Kind.OTHER_STRING);

  private final Dialect dialect;
  private final Random random;
  private boolean wild;

  RandomLiterals(Dialect dialect, long seed) {
    this.dialect = dialect;
    this.random = new Random(seed);
  }

  /** The statement with some of that changed, mostly so that it keeps its shape. */
  String changed(String sql) {
    SqlText text = SqlText.of(dialect, sql);
    boolean blanks = chance(10);
    wild = chance(20);
    StringBuilder out = new StringBuilder();
    int done = 0;
    int i = 0;
    while (i < text.size()) {
      String before = sql.substring(done, text.start(i));
      boolean narrow = text.kind(i, Kind.PUNCTUATION) || text.kind(i - 1, Kind.PUNCTUATION);
      if (wild && narrow && chance(4)) {
        out.append(before.isEmpty() ? " " : "");
      } else {
        out.append(blanks && !before.isEmpty() && chance(20) ? one(BLANKS) : before);
      }
      int last = chance(60) ? list(text, i) : i;
      if (last > i) {
        out.append(members(text, i));
      } else {
        out.append(text.literal(i) && chance(50) ? literal(text.kind(i)) : text.text(i));
      }
      done = text.end(last);
      i = last + 1;
    }
    return out.append(sql.substring(done))
        .append(wild && chance(5) ? one(List.of(";", " ; ;")) : "")
        .toString();
  }

  /** The last member of the list behind IN whose first this is, or the token itself. */
  private static int list(SqlText text, int i) {
    int last = i;
    if (text.punctuation(i - 1, '(') && text.word(i - 2, "IN") && value(text, i)) {
      while (text.punctuation(last + 1, ',') && value(text, last + 2)) {
        last += 2;
      }
      return text.punctuation(last + 1, ')') ? last : i;
    }
    return i;
  }

  private static boolean value(SqlText text, int i) {
    return text.literal(i) || text.kind(i, Kind.PARAMETER);
  }

  private String members(SqlText text, int first) {
    Kind kind = wild && chance(20) ? Kind.PARAMETER : text.kind(first);
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(wild && chance(30) ? 300 : 5); i >= 0; i--) {
      members.add(kind == Kind.PARAMETER ? "?" : literal(kind));
    }
    return String.join(chance(80) ? ", " : ",", members);
  }

  private String literal(Kind like) {
    Kind kind = wild && chance(10) ? KINDS.get(random.nextInt(KINDS.size())) : like;
    return switch (kind) {
      case NUMBER -> wild && chance(50) ? one(NUMBERS) : Integer.toString(random.nextInt(100_000));
      case STRING ->
          wild
              ? one(STRINGS)
              : "'" + "it''s ".repeat(random.nextInt(3)) + random.nextInt(100) + "'";
      default -> one(dialect == Dialect.POSTGRESQL ? POSTGRESQL : SQLITE);
    };
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
