package dev.zdm.migrator;

import java.util.ArrayList;
import java.util.List;

/**
 * Statements and those that undo them, made at the same time from the same catalog. Not safe for
 * use by several threads.
 */
final class Script {
  private final List<String> forward = new ArrayList<>();
  private final List<String> back = new ArrayList<>();

  /** Adds statements to the end. */
  void run(List<String> statements) {
    forward.addAll(statements);
  }

  void run(String statement) {
    forward.add(statement);
  }

  /** Adds statements to the end of the way back. */
  void undo(List<String> statements) {
    back.addAll(statements);
  }

  void undo(String statement) {
    back.add(statement);
  }

  List<String> forward() {
    return List.copyOf(forward);
  }

  List<String> back() {
    return List.copyOf(back);
  }
}
