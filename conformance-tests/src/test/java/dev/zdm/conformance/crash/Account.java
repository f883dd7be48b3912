package dev.zdm.conformance.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a diary says about the rows: those that must be there, and for each owner one deed that was
 * under way and may have happened, whole or not at all. Built from the rows before.
 */
final class Account {
  /**
   * An error that a writer met.
   *
   * @param kind its class and SQLState
   */
  record Failure(String owner, String kind, String message) {}

  private final Map<String, Map<String, Integer>> certain = new HashMap<>();
  private final Map<String, Map<String, Optional<Integer>>> underWay = new HashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private long acknowledged;

  private Account() {}

  /**
   * @param before plays by token by owner, before the diary was begun
   */
  static Account of(Map<String, Map<String, Integer>> before, Path diary) throws IOException {
    Account account = new Account();
    before.forEach((owner, rows) -> account.certain.put(owner, new HashMap<>(rows)));
    String text = Files.exists(diary) ? Files.readString(diary) : "";
    text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(account::read);
    return account;
  }

  private void read(String line) {
    String[] words = line.split(" ", 5);
    String owner = words[1];
    switch (words[0]) {
      case "begins" -> underWay.put(owner, changes(line));
      case "acknowledged" -> {
        apply(certain.computeIfAbsent(owner, o -> new HashMap<>()), underWay.remove(owner));
        acknowledged++;
      }
      case "failed" -> failures.add(new Failure(owner, words[2] + " " + words[3], words[4]));
      default -> throw new IllegalStateException("no line of a diary: " + line);
    }
  }

  private static Map<String, Optional<Integer>> changes(String line) {
    Map<String, Optional<Integer>> changes = new HashMap<>();
    String[] words = line.split(" ");
    for (int i = 2; i < words.length; i++) {
      String[] sides = words[i].split("=", 2);
      changes.put(
          sides[0], sides[1].isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(sides[1])));
    }
    return changes;
  }

  private static void apply(Map<String, Integer> rows, Map<String, Optional<Integer>> changes) {
    changes.forEach(
        (token, plays) -> plays.ifPresentOrElse(p -> rows.put(token, p), () -> rows.remove(token)));
  }

  long acknowledged() {
    return acknowledged;
  }

  List<Failure> failures() {
    return failures;
  }

  /** What is wrong with these rows, in words; nothing if they can be what the writers did. */
  List<String> faults(Map<String, Map<String, Integer>> actual) {
    List<String> faults = new ArrayList<>();
    Set<String> owners = new TreeSet<>(actual.keySet());
    owners.addAll(certain.keySet());
    owners.addAll(underWay.keySet());
    for (String owner : owners) {
      Map<String, Integer> rows = actual.getOrDefault(owner, Map.of());
      Map<String, Integer> without = new HashMap<>(certain.getOrDefault(owner, Map.of()));
      Map<String, Integer> with = new HashMap<>(without);
      apply(with, underWay.getOrDefault(owner, Map.of()));
      if (!rows.equals(without) && !rows.equals(with)) {
        faults.add(
            owner
                + " has rows that are not what was acknowledged: "
                + difference(without, rows)
                + "; nor what was under way: "
                + difference(with, rows));
      }
    }
    return faults;
  }

  private static String difference(Map<String, Integer> expected, Map<String, Integer> actual) {
    Set<String> tokens = new TreeSet<>(expected.keySet());
    tokens.addAll(actual.keySet());
    StringBuilder text = new StringBuilder();
    for (String token : tokens) {
      Integer wanted = expected.get(token);
      Integer found = actual.get(token);
      if (wanted == null ? found != null : !wanted.equals(found)) {
        text.append(token).append(' ').append(wanted).append(" -> ").append(found).append(", ");
      }
    }
    return text.toString();
  }
}
