package dev.zdm.migrator.demo;

import java.util.List;

/** Takes down what a step says of itself, line by line, as it happens. */
interface Said {
  /** A line for people. */
  void line(String line);

  /** The zdm command that does the same; what follows is what it prints. */
  default void command(String command) {
    line("$ ./zdm " + command);
  }

  /** What somebody types at the database's own prompt. */
  default void sql(List<String> statements) {
    for (String statement : statements) {
      line("SQL> " + String.join(" ", statement.lines().map(String::strip).toList()));
    }
  }
}
