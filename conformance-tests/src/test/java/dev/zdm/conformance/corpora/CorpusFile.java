package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.Step.Bind;
import dev.zdm.conformance.corpora.Step.Opening;
import dev.zdm.conformance.corpora.Step.Run;
import dev.zdm.conformance.corpora.Step.Way;
import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file of statements. {@code * name} begins one, with {@code [postgresql]} or {@code [sqlite]}
 * after the name where it is for one engine only; then comes its text. Each line {@code bind}
 * behind it executes it with these values, divided by {@code " | "}; without one it is a plain
 * statement.
 */
final class CorpusFile {
  private CorpusFile() {}

  /** The statements of {@code corpora/<name>} for an engine. */
  static List<Step> steps(String name, Dialect dialect) {
    List<Step> steps = new ArrayList<>();
    for (String part : read(name).split("(?m)^\\* ")) {
      String title = part.lines().findFirst().orElse("");
      boolean every = !title.matches(".*\\[(postgresql|sqlite)]");
      if (!part.isBlank() && !part.startsWith("#") && (every || title.endsWith(tag(dialect)))) {
        steps.addAll(statement(part, dialect));
      }
    }
    return steps;
  }

  /** The statements of a script; each ends with a semicolon at the end of a line. */
  static List<String> script(String name) {
    List<String> statements = new ArrayList<>();
    for (String part : read(name).replaceAll("(?m)^--.*\n", "").split("(?m);$")) {
      if (!part.isBlank()) {
        statements.add(part.strip());
      }
    }
    return statements;
  }

  private static String tag(Dialect dialect) {
    return "[" + dialect.name().toLowerCase(Locale.ROOT) + "]";
  }

  static String read(String name) {
    try (InputStream in = CorpusFile.class.getResourceAsStream("/corpora/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no corpora/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Step> statement(String part, Dialect dialect) {
    List<String> lines = new ArrayList<>();
    List<List<Bind>> values = new ArrayList<>();
    for (String line : part.lines().skip(1).toList()) {
      if (line.equals("  bind")) {
        values.add(List.of());
      } else if (line.startsWith("  bind ")) {
        values.add(binds(line.substring("  bind ".length()), dialect));
      } else if (!line.startsWith("#")) {
        lines.add(line.startsWith("  ") ? line.substring(2) : line);
      }
    }
    String sql = String.join("\n", lines).strip();
    if (values.isEmpty()) {
      return List.of(new Run(sql, Opening.PLAIN, false, Way.EXECUTE, List.of()));
    }
    List<Step> steps = new ArrayList<>();
    for (List<Bind> binds : values) {
      steps.add(new Run(sql, Opening.PREPARED, false, Way.EXECUTE, binds));
    }
    return steps;
  }

  private static List<Bind> binds(String line, Dialect dialect) {
    List<Bind> binds = new ArrayList<>();
    for (String value : line.split(" \\| ")) {
      binds.add(bind(value.strip(), dialect));
    }
    return binds;
  }

  /** Dates and times are texts on SQLite. */
  private static Bind bind(String value, Dialect dialect) {
    boolean sqlite = dialect == Dialect.SQLITE;
    if (value.equals("NULL")) {
      return (s, i) -> s.setNull(i, Types.NULL);
    } else if (value.startsWith("'")) {
      return (s, i) -> s.setString(i, value.substring(1, value.length() - 1));
    } else if (value.startsWith("date ")) {
      String day = value.substring("date ".length());
      return sqlite ? (s, i) -> s.setString(i, day) : (s, i) -> s.setDate(i, Date.valueOf(day));
    } else if (value.startsWith("time ")) {
      String time = value.substring("time ".length());
      return sqlite
          ? (s, i) -> s.setString(i, time)
          : (s, i) -> s.setTimestamp(i, Timestamp.valueOf(time));
    } else if (value.equals("true") || value.equals("false")) {
      return (s, i) -> s.setBoolean(i, Boolean.parseBoolean(value));
    } else if (value.endsWith("L")) {
      return (s, i) -> s.setLong(i, Long.parseLong(value.substring(0, value.length() - 1)));
    } else if (value.contains(".")) {
      return (s, i) -> s.setBigDecimal(i, new BigDecimal(value));
    }
    int number = Integer.parseInt(value);
    return (s, i) -> s.setInt(i, number);
  }
}
