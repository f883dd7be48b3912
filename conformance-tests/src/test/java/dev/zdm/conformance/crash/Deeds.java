package dev.zdm.conformance.crash;

import dev.zdm.conformance.crash.Deed.Sentence;
import dev.zdm.conformance.crash.Deed.Step;
import dev.zdm.conformance.crash.Deed.Undone;
import dev.zdm.conformance.crash.Deed.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Draws what one writer does next. It alone writes its rows, so it knows what each deed makes of
 * them. Some get more plays than the side takes that follows.
 */
final class Deeds {
  /** The side that follows takes no more plays than this, as long as it is guarded. */
  static final int MOST_PLAYS = 1_000;

  private static final int FEW_ROWS = 20;
  private static final int MANY_ROWS = 120;
  private static final String INSERT = "INSERT INTO songs(token, owner, plays) VALUES (?, ?, ?)";

  private final String owner;
  private final String life;
  private final Random random;
  private final Map<String, Integer> rows;
  private final boolean keysMove;
  private int tokens;

  /**
   * @param life what no earlier life of this writer was called
   * @param rows the writer's rows as they are: plays by token
   * @param keysMove whether it may change keys
   */
  Deeds(String owner, String life, Random random, Map<String, Integer> rows, boolean keysMove) {
    this.keysMove = keysMove;
    this.owner = owner;
    this.life = life;
    this.random = random;
    this.rows = new HashMap<>(rows);
  }

  /** The next deed, which takes for granted that those before it were committed. */
  Deed next() {
    Map<String, Integer> before = new HashMap<>(rows);
    Way way = Way.values()[random.nextInt(Way.values().length)];
    List<Step> steps =
        switch (way) {
          case AUTOCOMMIT -> List.of(sentence());
          case WITH_KEY -> List.of(insert());
          case TRANSACTION, ROLLED_BACK -> transaction();
          case PREPARED_BATCH -> batch(random.nextBoolean());
          case TEXT_BATCH -> mixed();
        };
    if (way == Way.ROLLED_BACK) {
      rows.clear();
      rows.putAll(before);
    }
    return new Deed(way, steps, changes(before));
  }

  private Map<String, Optional<Integer>> changes(Map<String, Integer> before) {
    Map<String, Optional<Integer>> changes = new HashMap<>();
    rows.forEach(
        (token, plays) -> {
          if (!plays.equals(before.get(token))) {
            changes.put(token, Optional.of(plays));
          }
        });
    before.keySet().stream()
        .filter(token -> !rows.containsKey(token))
        .forEach(token -> changes.put(token, Optional.empty()));
    return changes;
  }

  private List<Step> transaction() {
    List<Step> steps = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      steps.add(sentence());
      if (random.nextInt(4) == 0) {
        Map<String, Integer> before = new HashMap<>(rows);
        steps.add(new Undone(List.of(sentence(), sentence())));
        rows.clear();
        rows.putAll(before);
      }
    }
    return steps;
  }

  private List<Step> batch(boolean inserts) {
    List<Step> steps = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      steps.add(inserts ? insert() : update());
    }
    return steps;
  }

  private List<Step> mixed() {
    List<Step> steps = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      steps.add(sentence());
    }
    return steps;
  }

  private Sentence sentence() {
    if (rows.size() < FEW_ROWS) {
      return insert();
    }
    if (rows.size() > MANY_ROWS) {
      return deleteMany();
    }
    return switch (random.nextInt(9)) {
      case 0, 1 -> insert();
      case 2, 3 -> update();
      case 4 -> updateMany();
      case 5 -> delete();
      case 6 -> upsert();
      case 7 -> copy();
      default -> keysMove ? moveKey() : update();
    };
  }

  private int plays() {
    return random.nextInt(8) == 0 ? MOST_PLAYS + 1 + random.nextInt(50) : random.nextInt(500);
  }

  private String fresh() {
    return owner + "-" + life + "-" + tokens++;
  }

  private String known() {
    List<String> all = rows.keySet().stream().sorted().toList();
    return all.isEmpty() ? "none" : all.get(random.nextInt(all.size()));
  }

  private Sentence insert() {
    String token = fresh();
    int plays = plays();
    rows.put(token, plays);
    return Sentence.of(INSERT, token, owner, plays);
  }

  private Sentence update() {
    String token = known();
    int plays = plays();
    rows.replace(token, plays);
    return Sentence.of("UPDATE songs SET plays = ? WHERE token = ?", plays, token);
  }

  private Sentence updateMany() {
    int rest = random.nextInt(3);
    rows.replaceAll((token, plays) -> plays % 3 == rest ? plays + 1 : plays);
    return Sentence.of(
        "UPDATE songs SET plays = plays + 1 WHERE owner = ? AND plays % 3 = ?", owner, rest);
  }

  private Sentence delete() {
    String token = known();
    rows.remove(token);
    return Sentence.of("DELETE FROM songs WHERE token = ?", token);
  }

  private Sentence deleteMany() {
    int rest = random.nextInt(5);
    rows.values().removeIf(plays -> plays % 5 == rest);
    return Sentence.of("DELETE FROM songs WHERE owner = ? AND plays % 5 = ?", owner, rest);
  }

  private Sentence upsert() {
    String token = random.nextBoolean() ? known() : fresh();
    int plays = plays();
    rows.put(token, plays);
    return Sentence.of(
        INSERT + " ON CONFLICT (token) DO UPDATE SET plays = excluded.plays", token, owner, plays);
  }

  private Sentence copy() {
    String from = known();
    String token = fresh();
    Integer plays = rows.get(from);
    if (plays != null) {
      rows.put(token, plays + 1);
    }
    return Sentence.of(
        "INSERT INTO songs(token, owner, plays) SELECT ?, owner, plays + 1 FROM songs WHERE token = ?",
        token,
        from);
  }

  /** Another key for the same row: the generated ones are positive. */
  private Sentence moveKey() {
    return Sentence.of("UPDATE songs SET id = -id WHERE token = ?", known());
  }
}
